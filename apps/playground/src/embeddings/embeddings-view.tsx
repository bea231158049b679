import { isTabbyError } from '@tabby/core'
import { getEmbeddingModel } from '@tabby/models'
import { connection } from '../connection/connection.js'
import { FailureNotice } from '../server/failure-notice.js'
import { useResource } from '../server/use-resource.js'
import { Button } from '../ui/button.js'
import { Progress } from '../ui/progress.js'
import { TextArea } from '../ui/text-area.js'
import { embeddingWords } from '../words/embedding-words.js'
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
    texts.length < 2 ? embeddingWords.needsAtLeastTwoTexts : isNoneLoaded ? embeddingWords.obstacleNoModel : undefined
  const compare = (): void => void compareTexts(client, texts)

  return (
    <div class="embeddings">
      <div class="embeddings-input">
        <h1>{embeddingWords.embeddings}</h1>
        <p class="embeddings-lead">
          {embeddingWords.seeHowAlikeTextsAre}{' '}
          {model.value ? <strong>{model.value.id}</strong> : embeddingWords.theLoadedEmbeddingModel}.
        </p>
        {isNoneLoaded ? <EmbeddingModelOffer /> : null}
        {model.error !== undefined && !isNoneLoaded ? (
          <FailureNotice error={model.error}>
            <Button onClick={model.readAgain}>{embeddingWords.tryAgain}</Button>
          </FailureNotice>
        ) : null}
        <TextArea
          label={embeddingWords.texts}
          hint={embeddingWords.onePerLineOrParagraphs(texts.length)}
          rows={10}
          value={pasted.value}
          onText={(text) => (pasted.value = text)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !obstacle) compare()
          }}
        />
        <div class="embeddings-actions">
          {running ? (
            <Button onClick={stopComparing}>{embeddingWords.stop}</Button>
          ) : (
            <Button kind="primary" disabledReason={obstacle} onClick={compare} title={embeddingWords.ctrlEnter}>
              {embeddingWords.compare}
            </Button>
          )}
          <Button kind="quiet" onClick={() => (pasted.value = exampleTexts)}>
            {embeddingWords.useExampleTexts}
          </Button>
        </div>
        {obstacle && texts.length === 1 ? <p class="field-hint">{embeddingWords.comparing(obstacle)}</p> : null}
        {running ? (
          <Progress
            label={embeddingWords.embedding}
            fraction={running.total > 32 ? running.done / running.total : undefined}
            detail={embeddingWords.ofTexts(running.done, running.total)}
          />
        ) : null}
        {failure === undefined ? null : <FailureNotice error={failure} />}
      </div>
      {result ? (
        <ComparisonResult key={result.vectors} comparison={result} />
      ) : (
        <div class="embeddings-empty">
          <p>{embeddingWords.theHeatMapOfYour}</p>
        </div>
      )}
    </div>
  )
}
