import { chatCompletionParamsSchema } from '@tabby/chat/schema'
import { completionParamsSchema } from '@tabby/completions/schema'
import type { Exchange } from './exchange.js'
import { type EndpointFunction, endpoints } from './endpoints.js'
import { writeValue } from './write-value.js'

/** The fields that generation takes by name. */
const generationFields: Readonly<Record<string, object>> = {
  chat: chatCompletionParamsSchema.entries,
  completions: completionParamsSchema.entries,
}

/** The parts of an exchange that `writeCall` needs. */
export type CalledExchange = Pick<Exchange, 'method' | 'path' | 'baseUrl' | 'requestBody'> & {
  /** Whether the page used its built-in emulator, whose address leads nowhere. */
  isEmulator?: boolean
  /** Show that the response was a stream if the request body was not kept to its end. */
  responseHeaders?: Exchange['responseHeaders']
}

/** Writes the program in TypeScript that makes the same call, imports included. Keys come from the environment. */
export function writeCall(exchange: CalledExchange): string {
  const body = readBody(exchange.requestBody)
  const known = endpoints[`${exchange.method} ${exchange.path}`]
  if (!known) return writeRequest(exchange, body)
  const { stream, ...params } = (body ?? {}) as Record<string, unknown>
  const isLoad = known.name === 'loadModel'
  const isStream = known.stream !== undefined && (stream === true || isLoad || hasStreamed(exchange))
  const name = isStream ? known.stream! : known.name
  const given =
    exchange.requestBody === undefined
      ? ''
      : `, ${writeValue(withExtra(known, withoutDefaults(known, params)), '', 60)}`
  const call = `await ${name}(client${given})`
  return [
    ...writeImports(known, name, exchange.isEmulator),
    '',
    ...writeClient(exchange, known.access),
    ...writeRemark(exchange, body),
    ...(isStream ? writeLoop(known, call) : writeResult(known, call)),
    '',
  ].join('\n')
}

function readBody(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? 'null')
  } catch {
    return null
  }
}

function hasStreamed({ responseHeaders = [] }: CalledExchange): boolean {
  return responseHeaders.some(([name, value]) => name === 'content-type' && value.startsWith('text/event-stream'))
}

/** A body beyond the limit of the log is cut off and can no longer be parsed. */
function writeRemark({ requestBody }: CalledExchange, body: unknown): string[] {
  if (requestBody === undefined || body !== null) return []
  return ['// The request body is missing here: it was too long for the page to keep.']
}

/** Leaves out what the function sends by itself. */
function withoutDefaults({ package: from }: EndpointFunction, params: Record<string, unknown>): object {
  const { stream_options: usage, encoding_format: format, ...rest } = params
  return {
    ...rest,
    ...(usage && JSON.stringify(usage) !== '{"include_usage":true}' ? { stream_options: usage } : {}),
    ...(format && !(from === 'embeddings' && format === 'base64') ? { encoding_format: format } : {}),
  }
}

/** Puts the fields that a function does not take by name into `extra`, the one place where it takes them. */
function withExtra({ package: from }: EndpointFunction, params: object): object {
  const known = generationFields[from]
  const isExtra = ([name]: [string, unknown]) => known !== undefined && !Object.hasOwn(known, name)
  const fields = Object.entries(params)
  const extra = fields.filter(isExtra)
  if (extra.length === 0) return params
  return { ...Object.fromEntries(fields.filter((field) => !isExtra(field))), extra: Object.fromEntries(extra) }
}

function writeImports(known: EndpointFunction, name: string, isEmulator = false): string[] {
  return [
    "import { createTabbyClient } from '@tabby/core'",
    `import { ${name} } from '@tabby/${known.package}'`,
    ...(isEmulator ? ["import { createEmulator } from '@tabby/emulator'"] : []),
  ]
}

function writeClient({ baseUrl, isEmulator }: CalledExchange, access: EndpointFunction['access']): string[] {
  if (isEmulator) return ['const client = createTabbyClient({ fetch: createEmulator().fetch })']
  const keys = {
    none: '',
    api: ', apiKey: process.env.TABBY_API_KEY',
    list: ', apiKey: process.env.TABBY_API_KEY, adminKey: process.env.TABBY_ADMIN_KEY',
    admin: ', adminKey: process.env.TABBY_ADMIN_KEY',
  }
  const members = `baseUrl: ${writeValue(baseUrl)}${keys[access]}`
  const line = `const client = createTabbyClient({ ${members} })`
  if (line.length <= 110) return [line]
  return ['const client = createTabbyClient({', ...members.split(', ').map((member) => `  ${member},`), '})']
}

function writeLoop(known: EndpointFunction, call: string): string[] {
  const loops: Record<string, string[]> = {
    chat: ['for await (const { choices } of stream) {', "  process.stdout.write(choices[0]?.delta.content ?? '')", '}'],
    completions: ['for await (const { choices } of stream) {', "  process.stdout.write(choices[0]?.text ?? '')", '}'],
    models: [
      'for await (const { model_type: part, fraction } of stream) {',
      '  console.log(`${part}: ${Math.round(100 * fraction)} %`)',
      '}',
    ],
  }
  return [`const stream = ${call}`, ...(loops[known.package] ?? [])]
}

function writeResult(known: EndpointFunction, call: string): string[] {
  return known.result ? [`const ${known.result} = ${call}`, `console.log(${known.result})`] : [call]
}

function writeRequest(exchange: CalledExchange, body: unknown): string {
  const { method, path, isEmulator } = exchange
  const request = { path, method, ...(body === null ? {} : { body }) }
  return [
    "import { createTabbyClient, requestJson } from '@tabby/core'",
    ...(isEmulator ? ["import { createEmulator } from '@tabby/emulator'"] : []),
    '',
    ...writeClient(exchange, 'api'),
    ...writeRemark(exchange, body),
    `console.log(await requestJson(client, ${writeValue(request, '', 60)}))`,
    '',
  ].join('\n')
}
