import { useState } from 'preact/hooks'
import { listEmbeddingModels, loadEmbeddingModel } from '@tabby/models'
import { connection } from '../connection/connection.js'
import { FailureNotice } from '../server/failure-notice.js'
import { readAdminObstacle } from '../server/read-admin-obstacle.js'
import { noteServerChange } from '../server/server-changes.js'
import { useResource } from '../server/use-resource.js'
import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'
import { Select } from '../ui/select.js'
import { embeddingWords } from '../words/embedding-words.js'

/** Says that no embedding model is loaded, and offers to load one if the key allows it. */
export function EmbeddingModelOffer() {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const { value: list, error } = useResource((signal) => listEmbeddingModels(client, { signal }), [client])
  const names = list?.data.map(({ id }) => id) ?? []
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const [loading, setLoading] = useState<string | undefined>(undefined)
  const [failure, setFailure] = useState<unknown>(undefined)
  const name = chosen ?? names[0]

  const load = async (): Promise<void> => {
    if (name === undefined) return
    setLoading(name)
    setFailure(undefined)
    try {
      await loadEmbeddingModel(client, { embedding_model_name: name })
      noteServerChange()
    } catch (problem) {
      setFailure(problem)
    } finally {
      setLoading(undefined)
    }
  }

  return (
    <Notice kind="info" title={embeddingWords.noEmbeddingModelIsLoaded}>
      <div class="offer">
        {error === undefined ? null : <FailureNotice error={error} />}
        {obstacle ? <p>{embeddingWords.loadingOne(obstacle)}</p> : null}
        {!obstacle && list && names.length === 0 ? <p>{embeddingWords.thereIsNoneInThe}</p> : null}
        {names.length > 1 ? (
          <Select
            label={embeddingWords.embeddingModel}
            value={name ?? ''}
            choices={names.map((value) => ({ value }))}
            onChoice={setChosen}
          />
        ) : null}
        {obstacle || name !== undefined ? (
          <Button
            kind="primary"
            disabledReason={obstacle ?? (loading === undefined ? undefined : embeddingWords.itIsBeingLoaded)}
            onClick={() => void load()}
          >
            {loading === undefined ? embeddingWords.load(name ?? embeddingWords.one) : embeddingWords.loading(loading)}
          </Button>
        ) : null}
        {failure === undefined ? null : <FailureNotice error={failure} />}
      </div>
    </Notice>
  )
}
