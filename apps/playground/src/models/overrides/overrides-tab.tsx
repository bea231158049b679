import { useState } from 'preact/hooks'
import { listSamplerOverrides, switchSamplerOverride, unloadSamplerOverride } from '@tabby/sampling'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { Reveal } from '../../server/reveal.js'
import { useAction } from '../../server/use-action.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { Select } from '../../ui/select.js'
import { modelWords } from '../../words/model-words.js'
import { AdminNote } from '../admin-note.js'
import { Panel } from '../panel.js'
import { ActiveOverrides } from './active-overrides.js'
import { OverrideBuilder } from './override-builder.js'

/** Values that the server uses for sampler parameters for everyone: active ones, presets and custom ones. */
export function OverridesTab() {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const list = useResource((signal) => listSamplerOverrides(client, { signal }), [client])
  const action = useAction()
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const presets = list.value?.presets ?? []
  const preset = chosen ?? presets[0]
  const reason = obstacle ?? (action.isRunning ? modelWords.theServerIsBusy : undefined)
  const hasOverrides = Object.keys(list.value?.overrides ?? {}).length > 0
  return (
    <div class="models-columns">
      <div class="models-column">
        <Panel title={modelWords.activeOverrides}>
          {list.error === undefined ? null : <FailureNotice error={list.error} />}
          {list.value ? <ActiveOverrides overrides={list.value.overrides} /> : null}
          {hasOverrides ? (
            <div class="panel-actions">
              <Button disabledReason={reason} onClick={() => void action.run(() => unloadSamplerOverride(client))}>
                {modelWords.deactivateAll}
              </Button>
            </div>
          ) : null}
        </Panel>
        {action.failure === undefined ? null : (
          <Reveal>
            <FailureNotice error={action.failure} />
          </Reveal>
        )}
        <Panel title={modelWords.serverPresets}>
          <AdminNote what={modelWords.seeingAndSwitchingPresets} />
          {!obstacle && list.value && presets.length === 0 ? (
            <p class="panel-empty">{modelWords.theServerHasNoPresets}</p>
          ) : null}
          {presets.length > 0 ? (
            <div class="override-preset">
              <Select
                label={modelWords.preset}
                value={preset ?? ''}
                choices={presets.map((value) => ({ value }))}
                onChoice={setChosen}
              />
              <Button
                disabledReason={reason}
                onClick={() => void action.run(() => switchSamplerOverride(client, { preset: preset ?? '' }))}
              >
                {modelWords.activate}
              </Button>
            </div>
          ) : null}
          {list.value?.selected_preset ? (
            <p class="field-hint">{modelWords.chosenLastTheServerDoes(list.value.selected_preset)}</p>
          ) : null}
        </Panel>
      </div>
      <OverrideBuilder
        reason={reason}
        onSwitch={(overrides) => void action.run(() => switchSamplerOverride(client, { overrides }))}
      />
    </div>
  )
}
