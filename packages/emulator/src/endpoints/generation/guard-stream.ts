import { errorEvent, formatEvent } from '../../http/event-frames.js'
import { spacedJson } from '../../json/spaced-json.js'
import { describeTrace } from '../../state/describe-trace.js'
import type { ServerState } from '../../state/server-state.js'
import { ContextExceeded } from './generation-failure.js'

/** Turns what goes wrong within a stream into its last event; `[DONE]` does not come then (chat_fail_after_3_tokens_stream). */
export async function* guardStream(
  server: ServerState,
  subject: 'Chat completion' | 'Completion',
  events: AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  try {
    yield* events
  } catch (error) {
    if (error instanceof ContextExceeded) yield formatEvent(spacedJson(error.body))
    else {
      const message = `${subject} aborted. Please check the server console.`
      yield errorEvent(message, describeTrace(server, error instanceof Error ? error : new Error(String(error))))
    }
  }
}
