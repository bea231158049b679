import { type SamplerIssue, samplerPresets } from '@tabby/sampling'
import { Button } from '../../ui/button.js'
import { Select } from '../../ui/select.js'
import { samplerWords } from '../../words/sampler-words.js'
import { changeChatSettings } from '../state/chat-settings.js'
import { findPreset } from './find-preset.js'
import { FurtherSamplers } from './further-samplers-view.js'
import { samplerFields } from './sampler-fields.js'
import { SamplerSlider } from './sampler-slider.js'

/** Props of the sampler panel. */
export interface SamplerPanelProps {
  samplers: Readonly<Record<string, string>>
  issues: readonly SamplerIssue[]
}

const presetChoices = [
  { value: '', label: samplerWords.serverDefaults },
  ...Object.keys(samplerPresets).map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) })),
  { value: 'own', label: samplerWords.custom },
]

/** Presets and a slider for each sampler; problems are shown at the field. */
export function SamplerPanel({ samplers, issues }: SamplerPanelProps) {
  const set = (name: string, text: string) => {
    const { [name]: _former, ...rest } = samplers
    changeChatSettings({ samplers: text === '' ? rest : { ...rest, [name]: text } })
  }
  const choosePreset = (name: string) => {
    if (name === 'own') return
    const preset: Record<string, unknown> = samplerPresets[name as keyof typeof samplerPresets] ?? {}
    const { max_tokens = '', stop = '' } = samplers
    const texts = Object.fromEntries(Object.entries(preset).map(([key, value]) => [key, String(value)]))
    // A preset changes how tokens are chosen; the maximum length stays as it was.
    changeChatSettings({ samplers: { ...texts, ...(max_tokens ? { max_tokens } : {}), ...(stop ? { stop } : {}) } })
  }
  const show = (isAdvanced: boolean) =>
    samplerFields
      .filter((field) => (field.isAdvanced ?? false) === isAdvanced)
      .map((field) => (
        <SamplerSlider
          key={field.name}
          field={field}
          text={samplers[field.name] ?? ''}
          issue={issues.find((issue) => issue.field === field.name)}
          onText={(text) => set(field.name, text)}
        />
      ))
  const isAdvancedUsed = samplerFields.some(({ name, isAdvanced }) => isAdvanced && samplers[name])
  return (
    <fieldset class="samplers">
      <legend>{samplerWords.samplers}</legend>
      <Select
        label={samplerWords.samplerPreset}
        value={findPreset(samplers)}
        choices={presetChoices}
        onChoice={choosePreset}
      />
      {show(false)}
      <details open={isAdvancedUsed}>
        <summary>{samplerWords.penaltiesAndXtc}</summary>
        <div class="samplers-more">{show(true)}</div>
      </details>
      <FurtherSamplers samplers={samplers} issues={issues} onText={set} />
      {Object.keys(samplers).length ? (
        <Button onClick={() => changeChatSettings({ samplers: {} })}>{samplerWords.resetAllSamplers}</Button>
      ) : null}
    </fieldset>
  )
}
