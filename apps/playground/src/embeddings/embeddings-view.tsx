import { isTabbyError } from '@tabby/core'
import { getEmbeddingModel } from '@tabby/models'
import { connection } from '../connection/connection.js'
import { FailureNotice } from '../server/failure-notice.js'
import { useResource } from '../server/use-resource.js'
import { Button } from '../ui/button.js'
import { Progress } from '../ui/progress.js'
import { TextArea } from '../ui/text-area.js'
import { compareTexts, comparing, comparison, comparisonFailure, pasted, stopComparing } from './comparison.js'
import { ComparisonResult } from './comparison-result.js'
import { EmbeddingModelOffer } from './embedding-model-offer.js'
import './embeddings.css'
import { exampleTexts } from './example-texts.js'
import { splitTexts } from './split-texts.js'

/** Texts, and how similar they are. */
export function EmbeddingsView() {
  const { client } = connection.value
  const model = useResource((signal) => getEmbeddingModel(client, { signal }), [client])
  const texts = splitTexts(pasted.value)
  const isNoneLoaded = isTabbyError(model.error) && model.error.code === 'no_model_loaded'
  const failure = comparisonFailure.value
  const running = comparing.value
  const result = comparison.value
  const obstacle =
    texts.length < 2 ? 'needs at least two texts' : isNoneLoaded ? 'no embedding model is loaded' : undefined
  const compare = (): void => void compareTexts(client, texts)

  return (
    <div class="embeddings">
      <div class="embeddings-input">
        <h1>Embeddings</h1>
        <p class="embeddings-lead">
          See how alike texts are to {model.value ? <strong>{model.value.id}</strong> : 'the loaded embedding model'}.
        </p>
        {isNoneLoaded ? <EmbeddingModelOffer /> : null}
        {model.error !== undefined && !isNoneLoaded ? (
          <FailureNotice error={model.error}>
            <Button onClick={model.readAgain}>Try again</Button>
          </FailureNotice>
        ) : null}
        <TextArea
          label="Texts"
          hint={`One per line, or paragraphs with an empty line between them. ${countTexts(texts.length)}`}
          rows={10}
          value={pasted.value}
          onText={(text) => (pasted.value = text)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !obstacle) compare()
          }}
        />
        <div class="embeddings-actions">
          {running ? (
            <Button onClick={stopComparing}>Stop</Button>
          ) : (
            <Button kind="primary" disabledReason={obstacle} onClick={compare} title="Ctrl+Enter">
              Compare
            </Button>
          )}
          <Button kind="quiet" onClick={() => (pasted.value = exampleTexts)}>
            Use example texts
          </Button>
        </div>
        {obstacle && texts.length === 1 ? <p class="field-hint">Comparing {obstacle}.</p> : null}
        {running ? (
          <Progress
            label="Embedding"
            fraction={running.total > 32 ? running.done / running.total : undefined}
            detail={`${running.done} of ${running.total} texts`}
          />
        ) : null}
        {failure === undefined ? null : <FailureNotice error={failure} />}
      </div>
      {result ? (
        <ComparisonResult key={result.vectors} comparison={result} />
      ) : (
        <div class="embeddings-empty">
          <p>The heat map of your texts appears here. Dark cells are texts that mean the same to the model.</p>
        </div>
      )}
    </div>
  )
}

const countTexts = (count: number): string => (count === 0 ? '' : `${count} ${count === 1 ? 'text' : 'texts'}.`)
