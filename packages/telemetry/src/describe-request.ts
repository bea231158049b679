import type { Attributes } from '@opentelemetry/api'
import type { TabbyClient, TabbyRequest } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { conventionNames } from './convention-names.js'

/** A call that gets a span. */
export interface TracedOperation {
  readonly kind: 'inference' | 'embeddings' | 'load'
  /** The first word of the span's name; from the conventions, except for loads. */
  readonly name: string
  readonly model: string | undefined
}

const generations: Readonly<Record<string, [kind: 'inference' | 'embeddings', name: string]>> = {
  '/v1/chat/completions': ['inference', 'chat'],
  '/v1/completions': ['inference', 'text_completion'],
  '/v1/embeddings': ['embeddings', 'embeddings'],
}
const loads: Readonly<Record<string, [name: string, modelField: string]>> = {
  '/v1/model/load': ['tabby.load_model', 'model_name'],
  '/v1/model/embedding/load': ['tabby.load_embedding_model', 'embedding_model_name'],
  '/v1/lora/load': ['tabby.load_loras', ''],
  '/v1/download': ['tabby.download_model', 'repo_id'],
}

/** Reads what a request does. Undefined if it gets no span. */
export function readOperation({ path, method, body }: TabbyRequest): TracedOperation | undefined {
  if (method !== undefined && method !== 'POST') return undefined
  const fields = isRecord(body) ? body : {}
  const generation = generations[path]
  if (generation) return { kind: generation[0], name: generation[1], model: toText(fields['model']) }
  const load = loads[path]
  return load && { kind: 'load', name: load[0], model: toText(fields[load[1]]) }
}

/** The attributes that trace samplers see, which metrics have too. */
export function describeTarget(operation: TracedOperation, { baseUrl }: TabbyClient): Attributes {
  const { attributes, provider } = conventionNames
  const { hostname, port, protocol } = new URL(baseUrl)
  return omitMissing({
    // The conventions do not cover loads.
    [attributes.operation]: operation.kind === 'load' ? undefined : operation.name,
    [attributes.provider]: provider,
    [attributes.requestModel]: operation.model,
    [attributes.serverAddress]: hostname.replace(/^\[(.*)\]$/, '$1'),
    [attributes.serverPort]: port ? Number(port) : protocol === 'https:' ? 443 : 80,
  })
}

/** The parameters of a request, without any text of the user. */
export function describeParams(operation: TracedOperation, request: TabbyRequest): Attributes {
  const { attributes } = conventionNames
  const fields = isRecord(request.body) ? request.body : {}
  const conversation = { [attributes.conversation]: toText(request.context?.conversationId) }
  if (operation.kind === 'load') return omitMissing(conversation)
  if (operation.kind === 'embeddings') {
    const format = toText(fields['encoding_format'])
    return omitMissing({ ...conversation, [attributes.encodingFormats]: format && [format] })
  }
  const { reasoning } = fields
  const count = toNumber(fields['n'])
  return omitMissing({
    ...conversation,
    [attributes.stream]: request.stream === true || undefined,
    [attributes.outputType]: isJsonWanted(fields) ? 'json' : undefined,
    [attributes.temperature]: toNumber(fields['temperature']),
    [attributes.topP]: toNumber(fields['top_p']),
    [attributes.topK]: toNumber(fields['top_k']),
    [attributes.maxTokens]: toNumber(fields['max_tokens']) ?? toNumber(fields['max_completion_tokens']),
    [attributes.seed]: toNumber(fields['seed']),
    [attributes.presencePenalty]: toNumber(fields['presence_penalty']),
    [attributes.frequencyPenalty]: toNumber(fields['frequency_penalty']),
    [attributes.choiceCount]: count === 1 ? undefined : count,
    [attributes.reasoningLevel]:
      toText(fields['reasoning_effort']) ?? (isRecord(reasoning) ? toText(reasoning['effort']) : undefined),
  })
}

function isJsonWanted({ json_schema: schema, response_format: format }: Record<string, unknown>): boolean {
  const type = isRecord(format) ? format['type'] : undefined
  return isRecord(schema) || type === 'json_schema' || type === 'json_object' || type === 'json'
}

const toText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const toNumber = (value: unknown) => (typeof value === 'number' ? value : undefined)

/** Omits what is undefined: the SDK would warn about it. */
export function omitMissing(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}
