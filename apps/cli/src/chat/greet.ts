import { isTabbyError, type TabbyClient } from '@tabby/core'
import { getModel } from '@tabby/models'
import { getPromptLimit } from '@tabby/tokens'
import { describeFailure } from '../failure/describe-failure.js'
import { toPrintable, toVisible } from '../output/terminal-text.js'
import { wrapLine } from '../output/wrap-line.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Conversation } from './conversation.js'
import { explainNoModel } from './explain-no-model.js'

/** A prompt does not wait longer for a server that says nothing. In milliseconds. */
const patience = 2000

/** What the server said of its model. */
interface KnownModel {
  readonly model?: string | undefined
  readonly limit?: number | undefined
}

/** Says which server and model a chat is with, or what keeps it from being one. */
export async function greet(
  client: TabbyClient,
  url: string,
  { terminal, signal, conversation }: { terminal: Terminal; signal: AbortSignal; conversation: Conversation },
): Promise<KnownModel> {
  const { stdout, colors } = terminal
  const say = (parts: readonly string[], paint = colors.dim): void =>
    void stdout.write(`${paint(wrapLine(parts.map(toVisible).join(' · '), stdout.columns))}\n`)
  const { length } = conversation.messages
  const resumed = length === 0 ? [] : [`${length} ${length === 1 ? 'message' : 'messages'} from before`]
  const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]), retry: false } as const
  try {
    const { id } = await getModel(client, options)
    const limit = await getPromptLimit(client, {}, options).catch(() => undefined)
    signal.throwIfAborted()
    say([url, id, ...(limit === undefined ? [] : [`room for ${limit} tokens`]), ...resumed])
    return { model: id, limit }
  } catch (error) {
    signal.throwIfAborted()
    if (isTabbyError(error)) {
      say([url, ...resumed])
      say([toPrintable(describeFailure(await explainNoModel(error, client, true), terminal.server.source))], colors.red)
    } else say([url, 'no response yet', ...resumed])
    return {}
  }
}
