import { expect, test } from 'vitest'
import { runProgram } from './run-program.js'
import { keys, serveWorld } from './serve-world.js'

test('health is told by exit codes too', async () => {
  const { asUser, emulator } = await serveWorld()
  expect(await runProgram(['health'], { environment: asUser })).toMatchObject({ code: 0, stdout: 'healthy\n' })
  await runProgram(['chat', '[[fail:1]]'], { environment: asUser })
  expect(emulator.healthIssues).toHaveLength(1)
  const sick = await runProgram(['health', '--json'], { environment: asUser })
  expect(sick.code).toBe(1)
  expect(JSON.parse(sick.stdout)).toMatchObject({ status: 'unhealthy', issues: [{ time: expect.any(String) }] })
})

test('whoami tells what the key may do', async () => {
  const { asUser, asAdmin } = await serveWorld()
  expect((await runProgram(['whoami'], { environment: asUser })).stdout).toBe('api\n')
  expect((await runProgram(['whoami', '--json'], { environment: asAdmin })).stdout).toBe('{"permission":"admin"}\n')
})

test('models are listed and shown by name, and as JSON', async () => {
  const { asAdmin } = await serveWorld()
  const list = await runProgram(['models', 'ls'], { environment: asAdmin })
  expect(list.stdout).toBe('demo-70b-exl3\ndemo-8b-exl3\ndemo-base-3b-exl3\ndemo-vision-8b-exl3\n')
  const drafts = await runProgram(['models', 'ls', '--draft', '--json'], { environment: asAdmin })
  expect(JSON.parse(drafts.stdout)).toMatchObject({ data: [{ id: 'demo-draft-0.5b' }] })
  const current = await runProgram(['models', 'current'], { environment: asAdmin })
  expect(current.stdout).toMatch(/^demo-8b-exl3\n {2}max_seq_len +4096\n/)
})

test('a load warns of what it throws out, sends what the flags say and shows what is loaded then', async () => {
  const { asAdmin, emulator } = await serveWorld()
  const load = await runProgram(['models', 'load', 'demo-vision-8b-exl3', '--vision', '--context', '2048'], {
    environment: asAdmin,
  })
  expect(load.code).toBe(0)
  expect(load.stderr).toContain(
    'tabby: warning: demo-8b-exl3 is loaded, and will be unloaded as soon as the load begins\n',
  )
  expect(load.stderr).toContain('loaded   vision · 4 modules\nloaded   model · 8 modules\n')
  expect(load.stdout).toMatch(/^demo-vision-8b-exl3\n {2}max_seq_len +2048\n/)
  const sent = emulator.journal.find(({ path }) => path === '/v1/model/load')
  expect(JSON.stringify(sent)).toContain('vision')
  const again = await runProgram(['models', 'load', 'demo-vision-8b-exl3'], { environment: asAdmin })
  expect(again.stderr).toContain('was already loaded and is unchanged')
  expect(again.stderr).not.toContain('warning')
})

test('unloading, and asking then, ends with 0 and 1', async () => {
  const { asAdmin, asUser } = await serveWorld()
  expect(await runProgram(['models', 'unload'], { environment: asUser })).toMatchObject({ code: 4 })
  expect(await runProgram(['models', 'unload'], { environment: asAdmin })).toMatchObject({ code: 0, stdout: '' })
  const none = await runProgram(['models', 'current'], { environment: asAdmin })
  expect(none).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('No models are currently loaded') })
})

test('a download prints where it went, and sends the token of Hugging Face without showing it', async () => {
  const { asAdmin, emulator } = await serveWorld()
  const environment = { ...asAdmin, HF_TOKEN: 'hugging-secret' }
  const run = await runProgram(['models', 'download', 'demo/some-model', '--folder', 'mine'], { environment })
  expect(run).toMatchObject({ code: 0, stdout: 'models/mine\n' })
  expect(run.stderr).not.toContain('hugging-secret')
  expect(JSON.stringify(emulator.journal.at(-1))).toContain('hugging-secret')
})

test('LoRAs are loaded with their scaling, shown and unloaded; one that is not there is named', async () => {
  const { asAdmin } = await serveWorld()
  const run = (...words: string[]) => runProgram(['lora', ...words], { environment: asAdmin })
  expect(await run('ls')).toMatchObject({ code: 0, stdout: 'demo-lora\n' })
  expect(await run('load', 'demo-lora=0.5')).toMatchObject({ code: 0, stdout: 'demo-lora is loaded\n' })
  expect(await run('current')).toMatchObject({ code: 0, stdout: 'demo-lora  0.5\n' })
  expect(await run('unload')).toMatchObject({ code: 0, stdout: '' })
  expect(await run('load', 'nowhere')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not loaded: nowhere'),
  })
  expect(await run('load', 'demo-lora=much')).toMatchObject({ code: 2 })
})

test('templates and overrides are switched by name; an unknown name is refused', async () => {
  const { asAdmin } = await serveWorld()
  const run = (...words: string[]) => runProgram(words, { environment: asAdmin })
  expect(await run('templates', 'switch', 'chatml')).toMatchObject({ code: 0, stdout: 'chatml is active\n' })
  const unknown = await run('templates', 'switch', 'nope')
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('chatml, plain') })
  expect(await run('sampling', 'switch', 'always_short')).toMatchObject({ code: 0 })
  expect((await run('sampling', 'current')).stdout).toBe('max_tokens  64  forced\n')
  expect(await run('sampling', 'unload')).toMatchObject({ code: 0 })
  expect((await run('sampling', 'current')).stdout).toBe('')
  expect(await run('sampling', 'switch', 'nope')).toMatchObject({ code: 1 })
})

test('tokens go there and back, from words, files and pipes', async () => {
  const { asUser } = await serveWorld()
  const run = (words: string[], input = '') => runProgram(['tokens', ...words], { environment: asUser, input })
  const encoded = await run(['encode', '--no-bos', 'Hello', 'there'])
  expect(encoded.stdout).toMatch(/^[\d ]+\n$/)
  expect((await run(['decode'], encoded.stdout)).stdout).toBe('Hello there\n')
  expect((await run(['count', '--json'], 'Hello there')).stdout).toBe('{"length":3}\n')
  expect(await run(['count', '--file', '/no/such/file'])).toMatchObject({
    code: 2,
    stderr: 'tabby: /no/such/file cannot be read (ENOENT)\n',
  })
  expect(await run(['decode', 'x'])).toMatchObject({ code: 2 })
})

test('texts are embedded in batches and stay in order', async () => {
  const world = { loaded: 'demo-8b-exl3' }
  const { asAdmin, emulator } = await serveWorld(world)
  await runProgram(['models', 'load', '--embedding', 'demo-embedding-small'], { environment: asAdmin })
  const input = 'one\ntwo\n\nthree\n'
  const batched = await runProgram(['embed', '--batch', '2'], { environment: asAdmin, input })
  const requests = emulator.journal.filter(({ path }) => path === '/v1/embeddings')
  expect(requests).toHaveLength(2)
  const whole = await runProgram(['embed', '--json', 'one', 'two', 'three'], { environment: asAdmin })
  const { vectors, model } = JSON.parse(whole.stdout) as { vectors: number[][]; model: string }
  expect(model).toBe('demo-embedding-small')
  expect(
    batched.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as number[]),
    // An empty line has an empty row, so that rows and lines match.
  ).toEqual([vectors[0], vectors[1], [], vectors[2]])
  const table = await runProgram(['embed', '--csv', 'one'], { environment: asAdmin })
  expect(table.stdout.trim().split(',').map(Number)).toEqual(vectors[0])
})

test('doctor names the first thing that is wrong and what to do about it', async () => {
  const { asAdmin, asUser, listener } = await serveWorld()
  const well = await runProgram(['doctor', '--json'], { environment: asAdmin })
  expect(well.code).toBe(0)
  expect((JSON.parse(well.stdout) as { state: string }[]).map(({ state }) => state)).toEqual(Array(9).fill('good'))
  expect(well.stdout).toMatch(/"API key",[^}]*as: api".*"admin key",[^}]*as: admin"/)
  const wrong = await runProgram(['doctor'], { environment: { ...asUser, TABBY_API_KEY: 'wrong-but-secret' } })
  expect(wrong.code).toBe(1)
  expect(wrong.stdout).toContain('✗ API key    The server rejected the API key. Compare it with api_key')
  expect(wrong.stdout + wrong.stderr).not.toContain('wrong-but-secret')
  await listener.close()
  const gone = await runProgram(['doctor'], { environment: asUser })
  expect(gone).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('✗ server     Cannot reach the server. Nothing is listening on that port'),
  })
})

test('doctor tells apart a wrong path, no model and a server that is unhealthy', async () => {
  const { asAdmin, emulator, listener } = await serveWorld()
  await runProgram(['chat', '[[fail:1]]'], { environment: asAdmin })
  expect(emulator.healthIssues).toHaveLength(1)
  const sick = await runProgram(['doctor'], { environment: asAdmin })
  expect(sick).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('✗ health     The server reports that it is unhealthy'),
  })
  await runProgram(['models', 'unload'], { environment: asAdmin })
  const empty = await runProgram(['doctor'], { environment: asAdmin })
  expect(empty).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/✗ model {6}No model is loaded\..*`tabby models load`/),
  })
  // What would fail for the same reason is not asked.
  const astray = await runProgram(['doctor', '--url', `${listener.url}/wrong`], { environment: asAdmin })
  expect(astray).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`TabbyAPI responds at ${listener.url}: leave out /wrong`),
  })
  expect(astray.stdout.trimEnd().split('\n')).toHaveLength(3)
})

test('an address that is none is told in the words of the command line, without what stands in it', async () => {
  for (const url of ['nonsense', '/tabby', 'http://user:hunter2@127.0.0.1:5000', 'ftp://127.0.0.1']) {
    const run = await runProgram(['health', '--url', url])
    expect(run).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^tabby: the address of the server must look/),
    })
    expect(run.stderr).not.toContain('hunter2')
  }
})

test('numbers that make no sense are refused before anything is asked', async () => {
  for (const line of ['embed --batch 0 x', 'bench --tokens 0', 'bench --tokens 1.5', 'emulator --port 99999']) {
    expect(await runProgram(line.split(' '))).toMatchObject({ code: 2, stdout: '' })
  }
  expect(await runProgram(['complete'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no text to continue'),
  })
})

test('the emulator runs until it is interrupted, and asks for its keys', async () => {
  let answer: Promise<Response> | undefined
  const run = await runProgram(['emulator', '--port', '0', '--json', '--api-key', keys.api[0] ?? ''], {
    onOutput(output, stop) {
      if (answer || !output.includes('\n')) return
      const { url } = JSON.parse(output) as { url: string }
      answer = fetch(`${url}/v1/models`)
      void answer.finally(() => stop('SIGINT'))
    },
  })
  expect(run).toMatchObject({ code: 0, stderr: '' })
  expect((await answer)?.status).toBe(401)
})
