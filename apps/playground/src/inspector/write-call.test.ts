import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { endpoints } from './endpoints.js'
import { type CalledExchange, writeCall } from './write-call.js'

const baseUrl = 'http://127.0.0.1:5000'
const messages = [{ role: 'user', content: "It's “quoted”\nand `long`" }]
const usage = { include_usage: true }

/** What the page sends to each endpoint, as it stands in the log. */
const bodies: Record<string, object> = {
  'POST /v1/model/load': { model_name: 'demo-8b-exl3', max_seq_len: 4096, draft_model: { draft_model_name: 'small' } },
  'POST /v1/model/embedding/load': { embedding_model_name: 'demo-embedding-small' },
  'POST /v1/download': { repo_id: 'demo/model', revision: '4.0bpw', include: ['*'] },
  'POST /v1/lora/load': { loras: [{ name: 'demo-lora', scaling: 0.5 }] },
  'POST /v1/template/switch': { prompt_template_name: 'chatml' },
  'POST /v1/sampling/override/switch': { preset: 'safe_defaults' },
  'POST /v1/token/encode': { text: 'Hello', add_bos_token: false },
  'POST /v1/token/decode': { tokens: [1, 2, 3] },
  'POST /v1/embeddings': { input: ['a cat', 'a dog'], encoding_format: 'base64' },
  'POST /v1/completions': { stream_options: usage, prompt: 'Once', max_tokens: 50, stream: false },
  'POST /v1/chat/completions': { stream_options: usage, messages, temperature: 0.7, stream: false },
}

const exchanges: CalledExchange[] = [
  ...Object.keys(endpoints).map((endpoint) => toExchange(endpoint, bodies[endpoint])),
  toExchange('POST /v1/completions', { ...bodies['POST /v1/completions'], stream: true }),
  toExchange('POST /v1/chat/completions', { ...bodies['POST /v1/chat/completions'], stream: true, 'odd-name': [] }),
  toExchange('POST /api/extra/tokencount', { prompt: 'Hello' }),
  toExchange('GET /api/extra/version', undefined),
  { ...toExchange('GET /v1/model', undefined), isEmulator: true },
  { ...toExchange('GET /v1/models', undefined), baseUrl: 'https://a-long-name-of-a-machine.example.com/with/a/path' },
]

function toExchange(endpoint: string, body: object | undefined): CalledExchange {
  const [method = '', path = ''] = endpoint.split(' ')
  return { method, path, baseUrl, requestBody: body && JSON.stringify(body) }
}

/** Checks programs that stand in no file, as `tsc` would check them with the settings of this repository. */
function compile(programs: readonly string[]): string[] {
  const folder = dirname(fileURLToPath(import.meta.url))
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, '../../tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  )
  const sources = new Map(programs.map((program, index) => [join(folder, `written-${index}.ts`), program]))
  const options: ts.CompilerOptions = { ...config!.options, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] }
  const host = ts.createCompilerHost({ ...options, lib: config!.options.lib! })
  const { fileExists, readFile } = host
  const getSourceFile = host.getSourceFile.bind(host)
  host.fileExists = (name) => sources.has(name) || fileExists(name)
  host.readFile = (name) => sources.get(name) ?? readFile(name)
  host.getSourceFile = (name, target, ...rest) =>
    sources.has(name) ? ts.createSourceFile(name, sources.get(name)!, target) : getSourceFile(name, target, ...rest)
  const program = ts.createProgram([...sources.keys()], { ...options, lib: config!.options.lib! }, host)
  return [...sources.keys()].flatMap((name) => {
    const file = program.getSourceFile(name)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${ts.flattenDiagnosticMessageText(messageText, '\n')}\nin\n${sources.get(name)}`,
    )
  })
}

test('every call that is written down compiles against the packages', { timeout: 60_000 }, () => {
  // One that is wrong goes along: the check finds it, so it has read the packages.
  const wrong = "import { createChat } from '@tabby/chat'\ncreateChat()"
  expect(compile([...exchanges.map(writeCall), wrong])).toEqual([expect.stringContaining('createChat()')])
})

test('a chat is written with its streaming loop, without what the function sends by itself, and without a key', () => {
  const body = { stream_options: usage, messages, max_tokens: 50, stream: true }
  expect(writeCall(toExchange('POST /v1/chat/completions', body))).toBe(`import { createTabbyClient } from '@tabby/core'
import { streamChatCompletion } from '@tabby/chat'

const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
const stream = await streamChatCompletion(client, {
  messages: [{ role: 'user', content: 'It\\'s “quoted”\\nand \`long\`' }],
  max_tokens: 50,
})
for await (const { choices } of stream) {
  process.stdout.write(choices[0]?.delta.content ?? '')
}
`)
})

test('what cannot be read as JSON is left out and does not break the page', () => {
  expect(writeCall({ ...toExchange('POST /v1/token/decode', {}), requestBody: '{"tokens":[1' })).toContain(
    'decodeTokens',
  )
})

test('a body that was too long to be kept leaves a remark, and the function that was called', () => {
  const exchange = { ...toExchange('POST /v1/chat/completions', {}), requestBody: '{"messages":[{"role":"us' }
  const remark = '// The request body is missing here: it was too long for the page to keep.\n'
  const responseHeaders = [['content-type', 'text/event-stream; charset=utf-8']] as const
  expect(writeCall({ ...exchange, responseHeaders })).toContain(`${remark}const stream = await streamChatCompletion(`)
  expect(writeCall(exchange)).toContain(`${remark}const answer = await createChatCompletion(`)
  expect(writeCall({ ...exchange, path: '/v1/unknown' })).toContain(remark)
})
