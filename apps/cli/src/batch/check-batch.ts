import type { BatchRequest } from '@tabby/bulk'
import { isTabbyError, type TabbyClient } from '@tabby/core'
import { countTokens } from '@tabby/tokens'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'
import type { BatchServerFlags, InputFlags } from './batch-flags.js'
import { checkRequests, describeProblems } from './check-requests.js'
import { formatTime } from './create-batch-progress.js'
import { openBatchClient } from './open-batch-client.js'
import { openRequests } from './open-requests.js'
import { createSend } from './send-request.js'

/** Flags of `tabby batch check`. */
export interface CheckFlags extends InputFlags, BatchServerFlags {
  parallel: number
  json?: boolean
}

/** Shows what is in a file, and what it would take to send it: a few of its requests are counted and sent. */
export async function checkBatch(file: string | undefined, flags: CheckFlags, terminal: Terminal): Promise<void> {
  const requests = await openRequests(file, flags)
  const { count, urls, problems, sample } = await checkRequests(requests)
  const { client, canLoad, close } = await openBatchClient(flags, terminal)
  try {
    const signal = terminal.interrupted
    const send = createSend(client, { schema: requests.schema, model: flags.model, canLoad })
    const measured = count === 0 ? undefined : await measure(client, send, sample, { ...flags, count, signal })
    const lines = [
      `${count} requests${[...urls].map(([url, each]) => ` · ${each} to ${url}`).join('')}`,
      ...describeProblems(problems).map((problem) => `not valid: ${problem}`),
      ...(measured === undefined ? [] : describeMeasure(measured, count)),
    ]
    const document = { count, urls: Object.fromEntries(urls), problems, ...measured }
    await writeText(terminal.stdout, `${flags.json ? toJson(document) : lines.join('\n')}\n`)
  } finally {
    await close()
  }
}

/** What a sample showed; without a server, why not. */
type Measure = { promptTokens: number; seconds: number; failed: number; sent: number } | { unknown: string }

async function measure(
  client: TabbyClient,
  send: ReturnType<typeof createSend>,
  sample: readonly BatchRequest[],
  { count, parallel, signal }: { count: number; parallel: number; signal: AbortSignal },
): Promise<Measure> {
  try {
    const sizes = await Promise.all(sample.map((request) => countPrompt(client, request, signal)))
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    const sent = sample.slice(0, parallel)
    const begin = performance.now()
    const ends = await Promise.allSettled(sent.map((request) => send(request, { signal })))
    signal.throwIfAborted()
    const seconds = (performance.now() - begin) / 1000
    const failed = ends.filter(({ status }) => status === 'rejected').length
    return {
      promptTokens: Math.round(mean * count),
      seconds: (seconds * count) / sent.length,
      failed,
      sent: sent.length,
    }
  } catch (error) {
    if (!isTabbyError(error)) throw error
    return { unknown: error.message }
  }
}

/** Tokens of a prompt, as the server counts them. */
async function countPrompt(client: TabbyClient, { body }: BatchRequest, signal: AbortSignal): Promise<number> {
  const { messages, prompt, input } = body as Record<'messages' | 'prompt' | 'input', unknown>
  if (messages !== undefined) return countTokens(client, { text: messages as never }, { signal })
  const texts = [prompt ?? input].flat().filter((text) => typeof text === 'string')
  return countTokens(client, { text: texts.join('\n') }, { signal })
}

function describeMeasure(found: Measure, count: number): string[] {
  if ('unknown' in found) return [`tokens and time are not known: ${found.unknown}`]
  const { promptTokens, seconds, failed, sent } = found
  return [
    `about ${promptTokens} prompt tokens, and about ${formatTime(seconds)} for all ${count}, as ${sent} of them took`,
    ...(failed > 0 ? [`${failed} of the ${sent} failed: \`tabby batch run --limit ${sent}\` shows why`] : []),
  ]
}
