import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { controlD, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveAnswers, toChunk } from './serve-answers.js'

const prompt = '\u001B[32m>\u001B[39m '
const keys = ['sk/live+12345=ab', 'adm/in+key=67890', 'hf_token/of+hugging']
const [apiKey = '', adminKey = '', token = ''] = keys
const environment = { TABBY_API_KEY: apiKey, TABBY_ADMIN_KEY: adminKey, HF_TOKEN: token }

const toForms = (key: string): string[] => [
  key,
  JSON.stringify(key).replaceAll('/', '\\/'),
  Array.from(key, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  encodeURIComponent(key),
  Buffer.from(key).toString('base64'),
  Buffer.from(key).toString('base64url'),
  Buffer.from(`user:${key}`).toString('base64'),
]
const forms = keys.flatMap(toForms)
const echo = forms.map((form) => `Bearer ${form}`).join(' and ')

function expectNoKey(output: string): void {
  // What JSON escapes in a form, it may be read back from.
  const texts = [output, output.replaceAll('\\\\', '\\'), output.replaceAll('\\', '')]
  for (const form of forms) for (const text of texts) expect(text).not.toContain(form)
}

const serve = async () => ({
  ...environment,
  ...(await serveAnswers({
    'GET /.well-known/serviceinfo': { json: { version: 0.1, software: { name: 'TabbyAPI' }, api: {} } },
    'GET /v1/models': { json: { object: 'list', data: [{ id: echo, object: 'model', created: 1, owned_by: 'x' }] } },
    'GET /v1/model': { status: 400, json: { detail: `model ${echo}` } },
    'GET /health': { status: 503, json: { status: 'unhealthy', issues: [{ time: 'now', description: echo }] } },
    'POST /v1/download': { status: 400, json: { detail: `download ${echo}` } },
    'POST /v1/completions': { events: [{ error: { message: echo, trace: echo } }] },
    'POST /v1/chat/completions': {
      events: [
        ...Array.from(`${apiKey}, `, (content) => toChunk({ reasoning_content: content })),
        ...Array.from(`the key is ${apiKey}, ${adminKey}`, (content) => toChunk({ content })),
        toChunk({}, 'stop'),
      ],
    },
  })),
})

test.each(['models ls', 'models current', 'models download owner/model', 'health', 'doctor', 'complete hi', 'chat hi'])(
  'a server that repeats the keys in any form makes `%s` print none',
  async (line) => {
    const given = await serve()
    for (const words of [line.split(' '), [...line.split(' '), '--json']]) {
      const run = await runProgram(words, { environment: given })
      const output = run.stdout + run.stderr
      expectNoKey(output)
      expect(output).toContain('***')
    }
  },
)

test('a key that an answer spells letter by letter is found, and a beginning that is none is said', async () => {
  const given = await serve()
  const chat = await runProgram(['chat', 'hi'], { environment: given })
  expect(chat.stdout).toBe('the key is ***, ***\n')
  const json = await runProgram(['chat', '--json', 'hi'], { environment: given })
  const lines = json.stdout
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each) as { type: string; text?: string })
  const joinTexts = (type: string) =>
    lines
      .filter((each) => each.type === type)
      .map(({ text }) => text)
      .join('')
  expect(joinTexts('reasoning')).toBe('***, ')
  expect(joinTexts('text')).toBe('the key is ***, ***')
  const other = { ...given, TABBY_API_KEY: 'the key of somebody else', TABBY_ADMIN_KEY: `${adminKey}-longer` }
  expect((await runProgram(['chat', 'hi'], { environment: other })).stdout).toBe(`the key is ${apiKey}, ${adminKey}\n`)
})

test('keys of the list of servers and of the flags are known too, and a saved conversation holds none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { TABBY_BASE_URL: url, ...given } = await serve()
  const home = { XDG_CONFIG_HOME: folder, HF_TOKEN: given.HF_TOKEN }
  expect(await runProgram(['servers', 'add', 'home', url], { environment: { ...home, ...given } })).toMatchObject({
    code: 0,
  })
  const terminal = openTerminal(['chat', '--server', 'home', 'hi'], home)
  await terminal.see('first token after')
  await terminal.see(prompt)
  terminal.type(`/save ${join(folder, 'talk.json')}\r`)
  await terminal.see('saved to')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  expectNoKey(terminal.output)
  const saved = await readFile(join(folder, 'talk.json'), 'utf8')
  expectNoKey(saved)
  expect(JSON.parse(saved)).toMatchObject({ messages: [{ content: 'hi' }, { content: 'the key is ***, ***' }] })
})
