import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { controlC, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveWorld } from './serve-world.js'

let folder: string
let count = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'tabby-batch-'))))
afterAll(() => rm(folder, { recursive: true }))

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, `${count++}-${name}`)
  await writeFile(path, text)
  return path
}
const newPath = (): string => join(folder, `${count++}-results.jsonl`)
const toLine = (id: string, content = '[[len:3]] Hi', model?: string): string =>
  JSON.stringify({
    custom_id: id,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { messages: [{ role: 'user', content }], ...(model && { model }) },
  })
const readResults = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { custom_id: string; response: any; error: any; columns?: object })
const countChats = ({ emulator }: { emulator: { journal: readonly { path: string }[] } }): number =>
  emulator.journal.filter(({ path }) => path === '/v1/chat/completions').length

test('a batch file of OpenAI is sent, and the same command sends only what is missing', async () => {
  const world = await serveWorld()
  const ids = ['a', 'b', 'c', 'd', 'e']
  const file = await write('requests.jsonl', ids.map((id) => toLine(id, undefined, 'gpt-4o-mini')).join('\n'))
  const out = newPath()
  const words = ['batch', 'run', file, '--out', out, '--parallel', '2']
  const first = await runProgram([...words, '--limit', '2'], { environment: world.asUser })
  expect(first).toMatchObject({ code: 0, stdout: '' })
  expect(first.stderr).toMatch(/^2 done · 0 failed · \d+ tokens in \d+ s · /)
  const rest = await runProgram([...words, '--json'], { environment: world.asUser })
  const lines = rest.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rest.code).toBe(0)
  expect(
    lines
      .slice(0, 3)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['c', 'd', 'e'])
  expect(lines[0]).toMatchObject({ type: 'request', error: null })
  expect(lines[3]).toMatchObject({ type: 'end', done: 3, failed: 0, skipped: 2, problems: [] })
  expect(countChats(world)).toBe(5)
  const results = await readResults(out)
  expect(results.map((each) => each.custom_id).sort()).toEqual(ids)
  expect(results[0]).toMatchObject({ response: { status_code: 200, body: { object: 'chat.completion' } }, error: null })
  const refused = await runProgram([...words, '--no-resume'], { environment: world.asUser })
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('exists: move it away') })
})

test('results contain the usage of each reply, and a file of requests is not mistaken for results', async () => {
  const world = await serveWorld()
  const text = `${toLine('a')}\n${toLine('b')}`
  const file = await write('requests.jsonl', text)
  const same = await runProgram(['batch', 'run', file, '--out', file], { environment: world.asUser })
  expect(same).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a file of results: line 1 is not a') })
  expect(await readFile(file, 'utf8')).toBe(text)
  expect(countChats(world)).toBe(0)
  const out = newPath()
  const run = await runProgram(['batch', 'run', file, '--out', out], { environment: world.asUser })
  expect(run.stderr).toContain('2 done · 0 failed · 6 tokens')
  expect((await readResults(out))[0]?.response.body.usage).toMatchObject({ completion_tokens: 3 })
})

test('lines that are not valid are refused with their numbers before anything is sent, or left out', async () => {
  const world = await serveWorld()
  const file = await write('requests.jsonl', [toLine('a'), 'hello', toLine('a'), toLine('b')].join('\n'))
  const words = ['batch', 'run', file, '--out', newPath()]
  const refused = await runProgram(words, { environment: world.asUser })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('line 2: it is not JSON; line 3: custom_id is that of line 1. Nothing was sent')
  expect(countChats(world)).toBe(0)
  const run = await runProgram([...words, '--skip-invalid'], { environment: world.asUser })
  expect(run.code).toBe(0)
  expect(run.stderr).toContain(
    'not sent: line 2: it is not JSON\nnot sent: line 3: custom_id is that of line 1\n2 done',
  )
})

test('rows of CSV become requests, with their columns beside the replies', async () => {
  const { asUser, emulator } = await serveWorld()
  const csv = '\uFEFFid,text,city\r\nx,"says ""[[len:2]]"", then\nmore",Graz\r\nbad\r\n,plain [[len:2]],Linz\r\n'
  const words = ['--input', await write('rows.csv', csv), '--prompt-template', 'Classify: {{ text }}']
  const out = newPath()
  const refused = await runProgram(['batch', 'run', ...words, '--out', out], { environment: asUser })
  expect(refused.stderr).toMatch(
    /line 4: it is not a row of this table: it has more or fewer columns than the first line/,
  )
  const run = await runProgram(['batch', 'run', ...words, '--out', out, '--skip-invalid', '--max-tokens', '9'], {
    environment: asUser,
  })
  expect(run.code).toBe(0)
  const results = (await readResults(out)).sort((a, b) => (a.custom_id < b.custom_id ? -1 : 1))
  expect(results.map(({ custom_id, columns }) => [custom_id, columns])).toEqual([
    // Its number stays when the row before it is corrected.
    ['row-3', { id: '', text: 'plain [[len:2]]', city: 'Linz' }],
    ['x', { id: 'x', text: 'says "[[len:2]]", then\nmore', city: 'Graz' }],
  ])
  const sent = emulator.journal.map(
    ({ body }) => JSON.parse(body ?? '') as { max_tokens: number; messages: { content: string }[] },
  )
  expect(sent.map(({ max_tokens, messages }) => [max_tokens, messages[0]?.content]).sort()).toEqual([
    [9, 'Classify: plain [[len:2]]'],
    [9, 'Classify: says "[[len:2]]", then\nmore'],
  ])
})

test('replies without the schema fail, and are tried again with retry-failed', async () => {
  const { asUser } = await serveWorld()
  const rows = await write('rows.jsonl', '{"id":"a","text":"Hi"}\n{"id":"b","text":"Ho"}\n')
  const schema = await write('schema.json', '{"type":"object","properties":{"n":{"type":"number"}},"required":["n"]}')
  const out = newPath()
  const words = ['--input', rows, '--prompt-template', '{{text}}', '--schema', schema, '--out', out]
  // One token is half of an object.
  const failed = await runProgram(['batch', 'run', ...words, '--max-tokens', '1'], { environment: asUser })
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('2 of 2 requests failed, see error in') })
  expect(await readResults(out)).toMatchObject([{ error: { code: 'invalid_object' } }, { error: {} }])
  const kept = await runProgram(['batch', 'run', ...words], { environment: asUser })
  expect(kept).toMatchObject({ code: 1, stderr: expect.stringContaining('0 done · 0 failed · 2 were done before') })
  const again = await runProgram(['batch', 'retry-failed', ...words], { environment: asUser })
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('2 done · 0 failed') })
  const contents = (await readResults(out)).map(({ response }) => response.body.choices[0].message.content as string)
  for (const content of contents) expect(JSON.parse(content)).toEqual({ n: expect.any(Number) })
})

test('a bar shows the progress, Ctrl-C finishes what runs and says how to go on, and the next run does', async () => {
  const world = await serveWorld({ loaded: 'demo-8b-exl3', settings: { speed: { tokensPerSecond: 6 } } })
  const ids = Array.from({ length: 12 }, (_, index) => `job-${index}`)
  const file = await write('requests.jsonl', ids.map((id) => toLine(id, '[[len:6]] Hi')).join('\n'))
  const out = newPath()
  const words = ['batch', 'run', file, '--out', out, '--parallel', '3']
  const terminal = openTerminal(words, world.asUser)
  await expect.poll(() => countChats(world), { interval: 20, timeout: 10_000 }).toBe(3)
  // Before the first reply.
  terminal.type(controlC)
  await terminal.see('finishing 3 requests; Ctrl-C again gives them up')
  await terminal.see(/█+░+ \d+ % · \d+\/12 · 0 failed · [1-9]\d* tokens\/s · \d+ s left/)
  await terminal.see(/\d+ of 12 are in .*: the same command goes on/)
  expect(await terminal.ended).toBe(130)
  const kept = (await readResults(out)).length
  expect(kept).toBe(countChats(world))
  expect(kept).toBeLessThan(12)
  const run = await runProgram(words, { environment: world.asUser })
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining(`${12 - kept} done · 0 failed · ${kept} were`) })
  expect((await readResults(out)).map(({ custom_id }) => custom_id).sort()).toEqual(ids.sort())
  expect(countChats(world)).toBe(12)
})

test('without a model the run waits, and Ctrl-C ends it; with --model and an admin key it loads it', async () => {
  const world = await serveWorld({ loaded: undefined })
  const out = newPath()
  const words = ['batch', 'run', await write('requests.jsonl', toLine('a')), '--out', out]
  const terminal = openTerminal(words, world.asUser)
  await terminal.see('waiting for the server: POST /v1/chat/completions failed with 503')
  terminal.type(controlC)
  expect(await terminal.ended).toBe(130)
  const unknown = await runProgram([...words, '--model', 'unknown'], { environment: world.asAdmin })
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('/v1/model/load failed with 400') })
  expect(await readFile(out, 'utf8')).toBe('')
  const run = await runProgram([...words, '--model', 'demo-8b-exl3'], { environment: world.asAdmin })
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('1 done') })
  expect(await readResults(out)).toMatchObject([{ response: { body: { model: 'demo-8b-exl3' } } }])
})

test('another model, a refused key and too many errors end the run', async () => {
  const { asUser } = await serveWorld()
  const requests = await write('requests.jsonl', [toLine('a'), toLine('b'), toLine('c')].join('\n'))
  const words = ['batch', 'run', requests, '--parallel', '1', '--out']
  const other = await runProgram([...words, newPath(), '--model', 'other'], { environment: asUser })
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('Expected model other, but demo-8b-exl3') })
  const refused = await runProgram([...words, newPath()], { environment: { ...asUser, TABBY_API_KEY: 'wrong' } })
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('TABBY_API_KEY') })
  const bad = await write('bad.jsonl', ['a', 'b', 'c'].map((id) => toLine(id, '[[fail:1]]')).join('\n'))
  const out = newPath()
  const many = await runProgram(['batch', 'run', bad, '--parallel', '1', '--max-errors', '1', '--out', out], {
    environment: asUser,
  })
  expect(many).toMatchObject({ code: 2, stderr: expect.stringContaining('2 jobs failed') })
  expect(await readResults(out)).toHaveLength(2)
})

test('several servers share the work', async () => {
  const [one, two] = await Promise.all([serveWorld(), serveWorld()])
  const ids = Array.from({ length: 12 }, (_, index) => `job-${index}`)
  const file = await write('requests.jsonl', ids.map((id) => toLine(id, undefined, 'gpt-4o-mini')).join('\n'))
  const urls = [one, two].flatMap(({ asUser }) => ['--url', asUser['TABBY_BASE_URL'] as string])
  const run = await runProgram(['batch', 'run', file, '--out', newPath(), ...urls], { environment: one.asUser })
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('12 done') })
  expect(Math.min(countChats(one), countChats(two))).toBeGreaterThan(2)
})

test('check counts, measures and shows what is not valid; without a server it says so', async () => {
  const { asUser } = await serveWorld()
  const embed = JSON.stringify({ custom_id: 'e', url: '/v1/embeddings', body: { input: 'a b' } })
  const lines = [...Array.from({ length: 40 }, (_, index) => toLine(`job-${index}`)), 'hello', embed]
  const file = await write('requests.jsonl', lines.join('\n'))
  const check = await runProgram(['batch', 'check', file, '--parallel', '4'], { environment: asUser })
  expect(check).toMatchObject({ code: 0, stderr: '' })
  expect(check.stdout).toMatch(
    /^41 requests · 40 to \/v1\/chat\/completions · 1 to \/v1\/embeddings\nnot valid: line 41: it is not JSON\nabout \d+ prompt tokens, and about .* for all 41, as 4 of them took\n$/,
  )
  const offline = await runProgram(['batch', 'check', file, '--url', 'http://127.0.0.1:9', '--json'])
  expect(JSON.parse(offline.stdout)).toMatchObject({
    count: 41,
    problems: [{ line: 41 }],
    unknown: expect.stringContaining('/v1/token/encode got no response from http://127.0.0.1:9'),
  })
})

test.each([
  [['run', 'a.jsonl'], "required option '--out <file>'"],
  [['run', 'missing.jsonl', '--out', 'b'], 'missing.jsonl cannot be read (ENOENT)'],
  [
    ['run', '--input', 'missing.csv', '--prompt-template', '{{a}}', '--out', 'b'],
    'missing.csv cannot be read (ENOENT)',
  ],
  [['run', '/dev/null', '--out', 'b'], '/dev/null is not a file: a batch is read twice'],
  [
    ['retry-failed', import.meta.filename, '--skip-invalid', '--out', 'missing/b'],
    'does not exist, so nothing can be tried again',
  ],
])('wrong usage is explained: %j', async (words, message) => {
  const run = await runProgram(['batch', ...words])
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
})
