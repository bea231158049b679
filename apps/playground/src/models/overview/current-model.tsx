import { useState } from 'preact/hooks'
import { type ModelCard, unloadModel } from '@tabby/models'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { useAction } from '../../server/use-action.js'
import type { Resource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { modelWords } from '../../words/model-words.js'
import { ConfirmDialog } from '../confirm-dialog.js'
import { forgetLoad } from '../load/model-loads.js'
import { Panel } from '../panel.js'
import { readModelFacts } from './read-model-facts.js'

/** The loaded model, its parameters, and the button to unload it. */
export function CurrentModel({
  loaded,
  onLoad,
}: {
  loaded: Resource<ModelCard | null>
  onLoad: (name: string) => void
}) {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const action = useAction()
  const [isAsking, setAsking] = useState(false)
  const { value: card, error } = loaded
  return (
    <Panel
      title={card ? card.id : modelWords.loadedModel}
      aside={card ? <span class="badge">{modelWords.loaded}</span> : null}
    >
      {error === undefined ? null : (
        <FailureNotice error={error}>
          <Button onClick={loaded.readAgain}>{modelWords.tryAgain}</Button>
        </FailureNotice>
      )}
      {card === null ? <p class="panel-empty">{modelWords.noModelIsLoadedOr}</p> : null}
      {card === undefined && error === undefined ? <p class="panel-empty">{modelWords.loading}</p> : null}
      {card ? (
        <>
          <dl class="facts">
            {readModelFacts(card.parameters ?? {}).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <div class="panel-actions">
            <Button disabledReason={obstacle} onClick={() => onLoad(card.id)}>
              {modelWords.changeParameters}
            </Button>
            <Button
              kind="danger"
              disabledReason={obstacle ?? (action.isRunning ? modelWords.itIsBeingUnloaded : undefined)}
              onClick={() => setAsking(true)}
            >
              {modelWords.unload}
            </Button>
          </div>
        </>
      ) : null}
      {action.failure === undefined ? null : <FailureNotice error={action.failure} />}
      {isAsking && card ? (
        <ConfirmDialog
          title={modelWords.unloadQuestion(card.id)}
          confirm={modelWords.unloadPlain}
          onConfirm={() => {
            // What is said about the latest load is not true any more.
            forgetLoad(client.baseUrl)
            void action.run(() => unloadModel(client))
          }}
          onCancel={() => setAsking(false)}
        >
          <p>{modelWords.runningRepliesAreCutOff}</p>
        </ConfirmDialog>
      ) : null}
    </Panel>
  )
}
