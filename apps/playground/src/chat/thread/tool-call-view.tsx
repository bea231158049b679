import { Button } from '../../ui/button.js'
import { threadWords } from '../../words/thread-words.js'
import type { AnswerPart } from '../conversation/conversation.js'
import { currentGeneration } from '../state/generation.js'

/** A tool call: its arguments, its result, and the question whether it may run. */
export function ToolCallView({ part }: { part: Extract<AnswerPart, { type: 'tool' }> }) {
  const { call, result, problem } = part
  const waiting = currentGeneration.value?.pendingCall.value
  const pending = waiting?.call === call ? waiting : undefined
  return (
    <section
      class={`tool-call${problem ? ' tool-call-bad' : ''}`}
      aria-label={threadWords.toolCall(call.function.name)}
    >
      <p class="tool-call-head">
        <span class="tool-call-name">{call.function.name}</span>
        <code>{layOut(call.function.arguments)}</code>
      </p>
      {pending ? (
        <div class="tool-call-question">
          <span>{threadWords.allowTheModelToRun}</span>
          <Button kind="primary" onClick={() => pending.decide(true)}>
            {threadWords.allow}
          </Button>
          <Button onClick={pending.allowAlways}>{threadWords.allowForThisConversation}</Button>
          <Button onClick={() => pending.decide(false)}>{threadWords.deny}</Button>
        </div>
      ) : null}
      {result === undefined ? null : (
        <p class="tool-call-result">
          <span class="tool-call-arrow" aria-hidden="true">
            →
          </span>
          <span class="visually-hidden">{problem ? threadWords.didNotRun : threadWords.result}</span>
          <code>{result}</code>
        </p>
      )}
    </section>
  )
}

/** Arguments on one line; text that is not JSON stays as the model wrote it. */
function layOut(text: string): string {
  try {
    return Object.entries(JSON.parse(text) as object)
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
      .join(', ')
  } catch {
    return text
  }
}
