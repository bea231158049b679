import { signal } from '@preact/signals'
import { Tabs } from '../ui/tabs.js'
import { modelWords } from '../words/model-words.js'
import { DownloadTab } from './download/download-tab.js'
import { LoraTab } from './lora/lora-tab.js'
import './models.css'
import { OverridesTab } from './overrides/overrides-tab.js'
import { OverviewTab } from './overview/overview-tab.js'
import { TemplatesTab } from './templates/templates-tab.js'

const tabs = [
  { name: 'overview', title: modelWords.models },
  { name: 'download', title: modelWords.download },
  { name: 'lora', title: modelWords.lora },
  { name: 'templates', title: modelWords.templates },
  { name: 'overrides', title: modelWords.samplerOverrides },
] as const

const views = {
  overview: OverviewTab,
  download: DownloadTab,
  lora: LoraTab,
  templates: TemplatesTab,
  overrides: OverridesTab,
}

const current = signal<keyof typeof views>('overview')

/** The models of the server and all that belongs to them. */
export function ModelsView() {
  const View = views[current.value]
  return (
    <div class="models">
      <h1>{modelWords.models}</h1>
      <Tabs
        label={modelWords.partsOfTheModelManager}
        tabs={tabs}
        selected={current.value}
        onSelect={(name) => (current.value = name)}
      >
        <View />
      </Tabs>
    </div>
  )
}
