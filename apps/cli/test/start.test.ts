import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { programPath } from './bundle-program.js'
import { runProgram } from './run-program.js'
import { keys, serveWorld } from './serve-world.js'

const loaded = { loaded: 'demo-8b-exl3' }

test('a prompt on the command line is answered, with the server before it and the figures behind it', async () => {
  const { asUser, listener } = await serveWorld()
  const run = await runProgram(['start', 'Say', 'hello'], { environment: asUser })
  expect(run).toMatchObject({ code: 0, stderr: '' })
  expect(run.stdout.split('\n').slice(0, 6)).toEqual([
    `server   ${listener.url}`,
    'health   healthy',
    'key      api · can generate, but not load models',
    'model    demo-8b-exl3 · context of 4096 tokens, 2033 of them for the conversation',
    '',
    '> Say hello',
  ])
  expect(run.stdout).toContain('\nYou said: "Say hello."')
  expect(run.stdout).toMatch(
    /\n\d+ prompt tokens · \d+ completion tokens · first token after \d\.\d\d s · [\d.]+ tokens per second\n$/,
  )
})

test('standard input is the prompt where there are no words', async () => {
  const { asUser, emulator } = await serveWorld()
  const run = await runProgram(['start'], { environment: asUser, input: 'Two\nlines\n' })
  expect(run.code).toBe(0)
  const [last] = emulator.journal.slice(-1)
  expect(JSON.stringify(last)).toContain('Two\\\\nlines')
})

test('with an empty standard input it asks something of its own and exits 0', async () => {
  const { asUser } = await serveWorld()
  const run = await runProgram(['start'], { environment: asUser })
  expect(run.code).toBe(0)
  expect(run.stdout).toContain('> Say hello in one sentence.\n')
})

test('without an address it starts an emulator, says so, loads a model and answers', async () => {
  const run = await runProgram(['start', 'Say hello'])
  expect(run).toMatchObject({ code: 0, stderr: '' })
  expect(run.stdout).toContain('an emulator, started because TABBY_BASE_URL is not set')
  expect(run.stdout).toContain('no model is loaded; loading demo-8b-exl3')
  expect(run.stdout).toContain('loaded   model · 8 modules')
  expect(run.stdout).toContain('You said: "Say hello."')
})

test('--url wins over the environment', async () => {
  const { listener, emulator } = await serveWorld({ loaded: 'demo-8b-exl3', keys: { api: ['other'], admin: [] } })
  const environment = { TABBY_API_ENDPOINT: 'http://127.0.0.1:1', TABBY_API_KEY: 'other' }
  const run = await runProgram(['start', '--url', listener.url, 'Hello'], { environment })
  expect(run.code).toBe(0)
  expect(emulator.journal.length).toBeGreaterThan(0)
})

test('without a loaded model the admin key loads one and the bar is left out of a pipe', async () => {
  const { asAdmin } = await serveWorld({})
  const run = await runProgram(['start', 'Hello'], { environment: asAdmin })
  expect(run).toMatchObject({ code: 0, stderr: '' })
  expect(run.stdout).toContain('note     no model is loaded; loading demo-8b-exl3 (--model chooses another)\n')
  expect(run.stdout).toContain('loaded   model · 8 modules\nmodel    demo-8b-exl3')
  for (const drawing of ['\u001B', '\r', '█']) expect(run.stdout).not.toContain(drawing)
})

test('an admin key that was put where any key goes loads models too', async () => {
  const { asUser } = await serveWorld({})
  const run = await runProgram(['start', 'Hello'], { environment: { ...asUser, TABBY_API_KEY: keys.admin[0] ?? '' } })
  expect(run).toMatchObject({ code: 0, stderr: '' })
})

test('without a loaded model an api key gets one line that says what is missing', async () => {
  const { asUser } = await serveWorld({})
  const run = await runProgram(['start', 'Hello'], { environment: asUser })
  expect(run.code).toBe(4)
  expect(run.stderr).toBe(
    'tabby: no model is loaded, and the key is not allowed to load one: set TABBY_ADMIN_KEY to an admin key\n',
  )
})

test('--model loads the named model in place of the loaded one; one that fails says why and exits 1', async () => {
  const { asAdmin } = await serveWorld()
  const vision = await runProgram(['start', '--model', 'demo-vision-8b-exl3', 'Hello'], { environment: asAdmin })
  expect(vision.stdout).toContain('model    demo-vision-8b-exl3')
  const large = await runProgram(['start', '--model', 'demo-70b-exl3', 'Hello'], { environment: asAdmin })
  expect(large.code).toBe(1)
  expect(large.stderr).toMatch(/^tabby: .*CUDA out of memory.*no model is loaded now.*\n$/)
})

test('a model without a prompt template is named as what it is, before the server has to refuse', async () => {
  const { asUser } = await serveWorld({ loaded: 'demo-base-3b-exl3' })
  const run = await runProgram(['start', 'Hello'], { environment: asUser })
  expect(run).toMatchObject({
    code: 1,
    stderr: 'tabby: demo-base-3b-exl3 has no prompt template and cannot chat: choose another model with --model\n',
  })
})

test('a closed port is one line and exit code 3', async () => {
  const { listener, asUser } = await serveWorld()
  await listener.close()
  const run = await runProgram(['start', 'a secret prompt'], { environment: asUser })
  expect(run).toMatchObject({ code: 3, stdout: '' })
  expect(run.stderr).toMatch(/^tabby: [^\n]*got no response from http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)[^\n]*\n$/)
})

test('a wrong key is one line and exit code 4, without the key', async () => {
  const { asUser } = await serveWorld()
  const run = await runProgram(['start', 'Hello'], { environment: { ...asUser, TABBY_API_KEY: 'a-wrong-key' } })
  expect(run.code).toBe(4)
  expect(run.stderr).toMatch(/^tabby: [^\n]*failed with 401[^\n]*TABBY_API_KEY[^\n]*\n$/)
  expect(run.stdout + run.stderr).not.toContain('a-wrong-key')
})

test('a server that dies in mid-answer leaves the partial text, one line and exit code 1', async () => {
  // One piece after another: what is not read yet when a connection is cut is lost.
  const { asUser, emulator } = await serveWorld({ ...loaded, settings: { speed: { tokensPerSecond: 20 } } })
  emulator.useFaults([{ path: '/v1/chat', effect: { kind: 'cut', afterEvents: 4 } }])
  const run = await runProgram(['start', 'my secret prompt [[len:50]]'], { environment: asUser })
  expect(run.code).toBe(1)
  expect(run.stdout).toMatch(/\nLorem ipsum dolor.*\n$/)
  expect(run.stderr).toMatch(/^tabby: [^\n]+the stream ended before the completion was finished[^\n]*\n$/)
  expect(run.stderr).not.toContain('secret')
})

test('--json writes the events as lines of JSON, and a failure as one more on standard error', async () => {
  const { asUser, emulator } = await serveWorld()
  const run = await runProgram(['start', '--json', '[[len:3]] [[think:2]]'], { environment: asUser })
  const events = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; text?: string })
  const types = events.map(({ type }) => type)
  expect([...new Set(types)]).toEqual(['server', 'key', 'model', 'question', 'reasoning', 'text', 'end'])
  expect(types.filter((type) => type === 'text').length).toBeGreaterThan(1)
  expect(events.at(-1)).toMatchObject({ finish_reason: 'stop', usage: { completion_tokens: expect.any(Number) } })
  emulator.useFaults([{ path: '/health', effect: { kind: 'drop' } }])
  const failed = await runProgram(['start', '--json', 'Hello'], { environment: asUser })
  expect(failed).toMatchObject({ code: 3, stdout: '' })
  expect(JSON.parse(failed.stderr)).toMatchObject({ error: { code: 'connection_error' } })
})

test('a pipe that is closed by its reader ends the program quietly, in mid-answer', async () => {
  const { asUser } = await serveWorld({ ...loaded, settings: { speed: { tokensPerSecond: 50 } } })
  const child = spawn(process.execPath, [programPath, 'start', '[[len:2000]]'], { env: asUser })
  let stderr = ''
  child.stderr.on('data', (piece) => (stderr += String(piece)))
  child.stdout.once('data', () => child.stdout.destroy())
  child.stdin.end()
  const [code] = await once(child, 'close')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('SIGINT in mid-answer ends the line, says nothing and exits 130', async () => {
  const { asUser } = await serveWorld({ ...loaded, settings: { speed: { tokensPerSecond: 50 } } })
  const run = await runProgram(['start', '[[len:2000]]'], {
    environment: asUser,
    onOutput: (output, stop) => void (output.includes('Lorem ipsum') && stop('SIGINT')),
  })
  expect(run).toMatchObject({ code: 130, stderr: '' })
  expect(run.stdout).toMatch(/Lorem ipsum.*\n$/)
})

test('what cannot be understood is one line and exit code 2; help is exit code 0', async () => {
  const flag = await runProgram(['start', '--no-such-flag'])
  expect(flag).toMatchObject({ code: 2, stdout: '', stderr: "tabby: unknown option '--no-such-flag'\n" })
  const command = await runProgram(['strat'])
  expect(command).toMatchObject({ code: 2, stderr: "tabby: unknown command 'strat' (Did you mean start?)\n" })
  const address = await runProgram(['start', '--url', 'nonsense', 'Hello'])
  expect(address).toMatchObject({ code: 2, stdout: '' })
  const help = await runProgram(['start', '--help'])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toContain('Examples:')
})
