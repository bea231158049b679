import { expect, test } from 'vitest'
import { toolsPath } from './bundle-program.js'
import { runProgram } from './run-program.js'
import { serveAnswers, toChunk } from './serve-answers.js'

const stop = toChunk({}, 'stop')
const without = (key: 'index' | 'delta') => ({
  ...stop,
  choices: [
    Object.fromEntries(
      Object.entries({ index: 0, delta: { content: 'said' }, finish_reason: null }).filter(([name]) => name !== key),
    ),
  ],
})

async function ask(events: readonly unknown[], ...words: string[]) {
  const environment = await serveAnswers({ 'POST /v1/chat/completions': { events } })
  const run = await runProgram(['chat', '--json', ...words, 'hi'], { environment })
  const lines = run.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const read = (type: string) => lines.filter((line) => line['type'] === type)
  return {
    ...run,
    read,
    text: read('text')
      .map(({ text }) => text)
      .join(''),
  }
}

test.each([
  [
    'content as a list of parts',
    [
      toChunk({
        content: [
          { type: 'text', text: 'sa' },
          { type: 'text', text: 'id' },
        ],
      }),
      stop,
    ],
  ],
  ['choices without an index', [without('index'), stop]],
  [
    'events that are no chunks',
    [null, { ...stop, choices: null }, { type: 'keep-alive' }, toChunk({ content: 'said' }), without('delta'), stop],
  ],
  ['a refusal', [toChunk({ refusal: 'said' }), stop]],
])('%s costs no text', async (_kind, events) => {
  const { code, text, stderr } = await ask(events)
  expect({ code, text, stderr }).toEqual({ code: 0, text: 'said', stderr: '' })
})

test.each([
  [
    'is no place',
    [{ ...stop, choices: [{ index: '__proto__', delta: { content: 'said' }, finish_reason: null }] }, stop],
  ],
  // Nothing tells it apart from a second choice, which a preset of the server can ask for.
  [
    'counts the chunks',
    [toChunk({ content: 'sa' }), { ...stop, choices: [{ index: 1, delta: { content: 'id' }, finish_reason: 'stop' }] }],
  ],
])('an index that %s is an error, and reaches nothing else', async (_kind, events) => {
  const { code, stderr } = await ask(events)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('"stream_error"') })
})

test('reasoning by another name is reasoning', async () => {
  const { read, text } = await ask([toChunk({ reasoning: 'why' }), toChunk({ content: 'said' }), stop])
  expect(read('reasoning')).toEqual([{ type: 'reasoning', text: 'why' }])
  expect(text).toBe('said')
})

test('a call in pieces, without an index and with late arguments, is run once and whole', async () => {
  const first = { id: '1', type: 'function', function: { name: 'get_weather', arguments: null } }
  const { read, stderr } = await ask(
    [
      toChunk({ tool_calls: [first] }),
      toChunk({ tool_calls: [{ function: { arguments: '{"city":' } }] }),
      toChunk({ tool_calls: [{ function: { arguments: '"Oslo"}' } }] }, 'tool_calls'),
    ],
    '--tools',
    toolsPath,
    '--yes',
  )
  expect(read('tool_call')[0]).toMatchObject({
    call: { function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
  })
  expect(stderr).not.toContain('undefined')
})

test('an error in the middle of a stream is told in the words of the server', async () => {
  for (const event of [
    { error: { message: 'out of memory' } },
    { error: 'out of memory' },
    { message: 'out of memory' },
  ]) {
    const { code, stderr, text } = await ask([toChunk({ content: 'said' }), event])
    expect({ code, text }).toEqual({ code: 1, text: 'said' })
    expect(JSON.parse(stderr)).toMatchObject({ error: { message: expect.stringContaining('out of memory') } })
  }
})
