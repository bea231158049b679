import type { Attributes } from '@opentelemetry/api'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { conventionNames } from './convention-names.js'
import type { TokenCounts } from './create-recorder.js'
import { omitMissing } from './describe-request.js'

/** Collects what traces and logs report about a response. */
export interface ResponseReader {
  /** Takes the JSON response or one event of a stream, of any shape. */
  read(value: unknown): void
  /** The model that replied, if the response named it. */
  readonly model: string | undefined
  /** Why each choice ended, in the order of the choices. */
  readonly finishReasons: readonly string[]
  /** The usage, as the server sent it. */
  readonly usage: Readonly<Record<string, unknown>> | undefined
  readonly tokens: TokenCounts
  readonly attributes: Attributes
}

/** Makes a reader. It keeps no text of the completion. */
export function createResponseReader(): ResponseReader {
  let id: string | undefined
  let model: string | undefined
  let usage: Record<string, unknown> | undefined
  let eosReason: string | undefined
  const reasons: string[] = []
  const isText = (value: unknown): value is string => typeof value === 'string'

  const readTokens = (): TokenCounts => ({
    input: toCount(usage?.['prompt_tokens']),
    output: toCount(usage?.['completion_tokens']),
    cached: readDetail(usage?.['prompt_tokens_details'], 'cached_tokens'),
    reasoning: readDetail(usage?.['completion_tokens_details'], 'reasoning_tokens'),
  })

  return {
    read(value) {
      if (!isRecord(value)) return
      if (isText(value['id'])) id = value['id']
      // Completions use the other name.
      const answered = value['model'] ?? value['model_name']
      if (isText(answered)) model = answered
      if (isRecord(value['usage'])) usage = value['usage']
      const { choices } = value
      if (!Array.isArray(choices)) return
      for (const [place, choice] of choices.entries()) {
        if (!isRecord(choice)) continue
        const { finish_reason: reason, index } = choice
        if (isText(choice['eos_reason'])) eosReason = choice['eos_reason']
        if (isText(reason)) reasons[isPlace(index) ? index : place] = reason
      }
    },
    get model() {
      return model
    },
    get finishReasons() {
      // A choice that did not end leaves a hole.
      return reasons.filter(isText)
    },
    get usage() {
      return usage
    },
    get tokens() {
      return readTokens()
    },
    get attributes() {
      const { attributes } = conventionNames
      const { input, output, cached, reasoning } = readTokens()
      const finishReasons = reasons.filter(isText)
      return omitMissing({
        [attributes.responseId]: id,
        [attributes.responseModel]: model,
        [attributes.finishReasons]: finishReasons.length > 0 ? finishReasons : undefined,
        [attributes.inputTokens]: input,
        [attributes.outputTokens]: output,
        [attributes.cachedTokens]: cached,
        [attributes.reasoningTokens]: reasoning,
        [attributes.eosReason]: eosReason,
        // The server writes the word Indeterminate if it measured no time.
        [attributes.promptSpeed]: toCount(usage?.['prompt_tokens_per_sec']),
        [attributes.completionSpeed]: toCount(usage?.['completion_tokens_per_sec']),
      })
    },
  }
}

/** The server chooses the index: a huge one must not make a list of millions. */
const isPlace = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1024

const toCount = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : undefined)

const readDetail = (details: unknown, name: string) => (isRecord(details) ? toCount(details[name]) : undefined)
