import { expect, test } from 'vitest'
import { toolsPath } from './bundle-program.js'
import { openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveAnswers, toChunk } from './serve-answers.js'

const unseen = ['\u202E', '\u2066', '\u200B', '\u2060', '\u200E', '\u{E0041}', '\u0085', '\u009B', '\uFEFF']
const hidden = unseen.join('')
const written = '\\u202e\\u2066\\u200b\\u2060\\u200e\\u{e0041}\\u0085\\u009b\\ufeff'
const card = (id: string) => ({ id, object: 'model', created: 1, owned_by: 'x', parameters: { prompt_template: 'x' } })
const stop = toChunk({}, 'stop')

function expectNothingUnseen(output: string): void {
  for (const character of unseen) expect(output).not.toContain(character)
}

test('the question before a tool runs shows what would not be seen', async () => {
  const call = {
    id: '1',
    type: 'function',
    index: 0,
    function: { name: 'get_weather', arguments: JSON.stringify({ city: `a${hidden}b` }) },
  }
  const environment = await serveAnswers({
    'POST /v1/chat/completions': { events: [toChunk({ tool_calls: [call] }, 'tool_calls')] },
  })
  const terminal = openTerminal(['chat', '--tools', toolsPath, 'hi'], environment, { columns: 160 })
  const asked = await terminal.see('(y/N')
  expect(asked).toContain(`tool call: get_weather {"city":"a${written}b"}`)
  expect(asked).toContain(`run get_weather {"city":"a${written}b"}? (y/N`)
  expectNothingUnseen(terminal.output)
})

test('the question before a load shows the names as they are, and so does the warning without a terminal', async () => {
  const environment = await serveAnswers({ 'GET /v1/model': { json: card(`old${hidden}`) } })
  const load = openTerminal(['models', 'load', `new${hidden}`], environment)
  await load.see('instead?')
  expectNothingUnseen(load.output)
  const text = load.output.replace(/\s*(?:\r\n|\p{Cc}\[[\d;?]*[A-Za-z]|│)\s*/gu, '')
  expect(text).toContain(`old${written} is loaded`)
  expect(text).toContain(`new${written} instead`)
  load.type('n')
  expect(await load.ended).toBe(130)
  const piped = await runProgram(['models', 'load', `new${hidden}`], { environment })
  expect(piped.stderr).toContain(`tabby: warning: old${written} is loaded`)
  expectNothingUnseen(piped.stderr)
})

test('lists and cards in a terminal have one name in a line; scripts get names to the letter', async () => {
  const environment = await serveAnswers({
    'GET /v1/models': { json: { object: 'list', data: [card(`a${hidden}`), card('b\nc')] } },
    'GET /v1/model': { json: card(`a${hidden}`) },
  })
  const list = openTerminal(['models', 'ls'], environment)
  expect(await list.ended).toBe(0)
  expect(list.output).toBe(`a${written}  (loaded)\r\nb\\u000ac\r\n`)
  const current = openTerminal(['models', 'current'], environment)
  expect(await current.see(/prompt_template +x/)).toContain(`a${written}`)
  expect((await runProgram(['models', 'ls'], { environment })).stdout).toBe(`a${hidden}\nb\nc\n`)
  const json = await runProgram(['models', 'ls', '--json'], { environment })
  expect(json.stdout).toMatch(/^[ -~]+\n$/)
  expect(JSON.parse(json.stdout)).toMatchObject({ data: [{ id: `a${hidden}` }, { id: 'b\nc' }] })
})

test('an answer, an error and the reason of an end in a terminal hold nothing that is not seen', async () => {
  const said = `be${hidden}fore 👩\u200D🚀 ${'\u0301'.repeat(50)}`
  const environment = await serveAnswers({
    'POST /v1/chat/completions': { events: [toChunk({ reasoning_content: said }), toChunk({ content: said }), stop] },
    'POST /v1/completions': { status: 400, json: { detail: said } },
  })
  const chat = openTerminal(['chat', 'hi'], environment)
  expect(await chat.see('first token after')).toContain('before 👩\u200D🚀')
  expectNothingUnseen(chat.output)
  expect(chat.output).not.toContain('\u0301'.repeat(9))
  const complete = openTerminal(['complete', 'hi'], environment)
  expect(await complete.ended).toBe(1)
  expectNothingUnseen(complete.output)
})

test('a reason of an end that every object has as a name ends nothing but the answer', async () => {
  const environment = await serveAnswers({
    'POST /v1/chat/completions': { events: [toChunk({ content: 'said' }), toChunk({}, 'constructor')] },
  })
  expect(await runProgram(['chat', 'hi'], { environment })).toMatchObject({ code: 0, stdout: 'said\n' })
})

test('error texts and answers of blanks take no time', async () => {
  const blanks = `x${' '.repeat(300_000)}y`
  const pieces = Array.from({ length: 20_000 }, () => toChunk({ content: '  ' }))
  const environment = await serveAnswers({
    'GET /v1/models': { status: 400, json: { detail: blanks } },
    'GET /health': { status: 503, json: { status: 'unhealthy', issues: [{ time: 'now', description: blanks }] } },
    'POST /v1/chat/completions': { events: [toChunk({ content: '\n' }), ...pieces, toChunk({ content: 'end' }), stop] },
  })
  for (const words of [['models', 'ls'], ['health'], ['doctor'], ['chat', 'hi']]) {
    const begin = performance.now()
    const run = await runProgram(words, { environment })
    expect(performance.now() - begin).toBeLessThan(8000)
    if (words[0] === 'chat') expect(run.stdout).toBe(`${'  '.repeat(20_000)}end\n`)
  }
}, 60_000)
