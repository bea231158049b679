import { useState } from 'preact/hooks'
import { getActiveLoras, listLoras, loadLoras, type LoraLoad, unloadLoras } from '@tabby/lora'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { Reveal } from '../../server/reveal.js'
import { useAction } from '../../server/use-action.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { modelWords } from '../../words/model-words.js'
import { AdminNote } from '../admin-note.js'
import { Panel } from '../panel.js'
import { LoraRow } from './lora-row.js'
import { type LoraChoice, toLoraParams } from './to-lora-params.js'

/** LoRAs: those that are loaded, with their scaling, and those that could be. */
export function LoraTab() {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const active = useResource((signal) => getActiveLoras(client, { signal }), [client])
  const list = useResource((signal) => listLoras(client, { signal }), [client])
  const action = useAction()
  const [typed, setTyped] = useState<Record<string, LoraChoice>>({})
  const [outcome, setOutcome] = useState<LoraLoad | undefined>(undefined)
  const loaded = active.value?.data ?? []
  const choices = (list.value?.data ?? []).map(({ id }) => typed[id] ?? { name: id, isChosen: false, scaling: '1' })
  const { loras, issues } = toLoraParams(choices)
  const reason =
    obstacle ??
    (action.isRunning
      ? modelWords.theServerIsBusy
      : Object.keys(issues).length > 0
        ? modelWords.aScalingIsNotA
        : loras.length === 0
          ? modelWords.chooseAtLeastOne
          : undefined)
  const load = (): void => void action.run(async () => setOutcome(await loadLoras(client, { loras })))
  const unload = (): void => {
    setOutcome(undefined)
    void action.run(() => unloadLoras(client))
  }
  return (
    <div class="models-columns">
      <div class="models-column">
        <Panel title={modelWords.loadedLoras}>
          {active.error === undefined ? null : <FailureNotice error={active.error} />}
          {active.value && loaded.length === 0 ? <p class="panel-empty">{modelWords.none}</p> : null}
          <ul class="model-list" aria-label={modelWords.loadedLoras}>
            {loaded.map(({ id, scaling }) => (
              <li key={id}>
                <span class="model-name">{id}</span>
                <span class="badge">× {scaling ?? 1}</span>
              </li>
            ))}
          </ul>
          {loaded.length > 0 ? (
            <div class="panel-actions">
              <Button
                disabledReason={obstacle ?? (action.isRunning ? modelWords.theServerIsBusy : undefined)}
                onClick={unload}
              >
                {modelWords.unloadAll}
              </Button>
            </div>
          ) : null}
        </Panel>
        {outcome && outcome.failure.length > 0 ? (
          <Reveal>
            <Notice kind="warning" title={modelWords.notLoaded(outcome.failure.join(', '))}>
              {modelWords.theServerDoesNotSay}
            </Notice>
          </Reveal>
        ) : null}
        {action.failure === undefined ? null : (
          <Reveal>
            <FailureNotice error={action.failure} />
          </Reveal>
        )}
      </div>
      <Panel title={modelWords.lorasOnTheServer}>
        <AdminNote what={modelWords.loadingPermission} list={modelWords.whatIsLoaded} />
        {list.error === undefined ? null : <FailureNotice error={list.error} />}
        {list.value && choices.length === 0 ? <p class="panel-empty">{modelWords.theListIsEmpty}</p> : null}
        <ul class="lora-list" aria-label={modelWords.loras}>
          {choices.map((choice) => (
            <LoraRow
              key={choice.name}
              choice={choice}
              issue={issues[choice.name]}
              isDisabled={obstacle !== undefined}
              onChange={(changed) => setTyped({ ...typed, [choice.name]: changed })}
            />
          ))}
        </ul>
        <div class="panel-actions">
          <Button kind="primary" disabledReason={reason} onClick={load}>
            {action.isRunning ? modelWords.working : modelWords.loadSelected}
          </Button>
        </div>
        <p class="field-hint">{modelWords.theyReplaceThoseThatAre}</p>
      </Panel>
    </div>
  )
}
