import './compare.css'
import { useSignal } from '@preact/signals'
import { Suspense } from 'preact/compat'
import { readAnswerText } from '../chat/answer/read-answer-text.js'
import { fetchLater } from '../shell/fetch-later.js'
import { Button } from '../ui/button.js'
import { Checkbox } from '../ui/checkbox.js'
import { TextArea } from '../ui/text-area.js'
import { compareWords } from '../words/compare-words.js'
import { comparing, question, results, runComparison } from './compare.js'
import { CompareColumn } from './compare-column.js'

const Difference = fetchLater(() => import('./difference.js').then((loaded) => loaded.Difference))

/** One question to two models, samplers or servers. */
export function CompareView() {
  const showsDifference = useSignal(false)
  const isRunning = comparing.value !== undefined
  const found = results.value
  const texts = found?.map(({ parts }) => readAnswerText(parts))
  const canDiffer = !isRunning && texts?.every(Boolean)
  const run = () => (question.value.trim() ? void runComparison() : undefined)
  return (
    <div class="compare">
      <h1>{compareWords.compare}</h1>
      <p class="compare-lead">{compareWords.oneQuestionToTwoModels}</p>
      <TextArea
        label={compareWords.question}
        rows={3}
        value={question.value}
        onText={(text) => (question.value = text)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
          event.preventDefault()
          run()
        }}
      />
      <div class="compare-bar">
        {isRunning ? (
          <Button onClick={() => comparing.value?.abort()}>{compareWords.stop}</Button>
        ) : (
          <Button kind="primary" disabled={!question.value.trim()} title={compareWords.askBothCtrlEnter} onClick={run}>
            {compareWords.askBoth}
          </Button>
        )}
        <Checkbox
          label={compareWords.showDifferences}
          checked={showsDifference.value}
          disabled={!canDiffer}
          onToggle={(isOn) => (showsDifference.value = isOn)}
        />
      </div>
      <div class="compare-columns">
        {([0, 1] as const).map((place) => (
          <CompareColumn key={place} place={place} showsText={!(showsDifference.value && canDiffer)}>
            {showsDifference.value && canDiffer && texts ? (
              <Suspense fallback={<p>…</p>}>
                <Difference before={texts[0]!} after={texts[1]!} side={place} />
              </Suspense>
            ) : null}
          </CompareColumn>
        ))}
      </div>
    </div>
  )
}
