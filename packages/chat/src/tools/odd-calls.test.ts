import { isTabbyError } from '@tabby/core'
import { describe, expect, test } from 'vitest'
import { serveReplies } from '../../test/serve-replies.js'
import { defineTool, type ToolDefinition } from './define-tool.js'
import { runTools } from './run-tools.js'
import type { RunToolsOptions } from './tool-run.js'

const messages = [{ role: 'user', content: 'Do it' }]
const done = { message: { role: 'assistant', content: 'Done.' } }
const toTool = (execute: ToolDefinition<object & Record<string, unknown>>['execute'], name = 'work') =>
  defineTool({ name, schema: { type: 'object' }, execute })
const openCalls = (tool_calls: unknown) =>
  serveReplies([{ message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' }, done])
const fail = (run: Promise<unknown>) =>
  run.then(
    () => expect.unreachable(),
    (error) => error,
  )

describe('calls of another shape are a typed error, and no tool runs', () => {
  // What cannot be read as a list of calls is refused with the response, before the run sees it.
  const wrong = [[null], ['work'], 'abc', 5, true, [{ function: 'work' }], [{ function: { name: 5 } }]]
  const empty = [[{ id: '1' }], { length: 1 }, [{ function: { arguments: '{}' } }], [], null]
  test.each([
    ...wrong.map((calls) => [calls, 'invalid_response'] as const),
    ...empty.map((calls) => [calls, 'tool_call_malformed'] as const),
  ])('%j', async (calls, code) => {
    const { client } = await openCalls(calls)
    let ran = 0
    const error = await fail(runTools(client, { messages }, { tools: [toTool(() => ++ran)] }))
    expect(isTabbyError(error) && error.code).toBe(code)
    expect(ran).toBe(0)
  })
})

describe('arguments in another form', () => {
  test.each<[string, object, unknown]>([
    ['an object', { arguments: { x: 1 } }, { x: 1 }],
    ['a list', { arguments: [1] }, [1]],
    ['null', { arguments: null }, {}],
    ['none', {}, {}],
    ['an empty text', { arguments: '' }, {}],
  ])('%s: the tool runs with them, and the server is told a text', async (_name, given, expected) => {
    const { client, readBodies } = await openCalls([
      { id: 'a', type: 'function', function: { name: 'work', ...given } },
    ])
    const seen: unknown[] = []
    await runTools(client, { messages }, { tools: [toTool((argument) => seen.push(argument))] })
    expect(seen).toEqual([expected])
    const sent = readBodies()[1].messages[1].tool_calls[0].function.arguments
    expect(typeof sent).toBe('string')
    expect(JSON.parse(sent || '{}')).toEqual(expected)
  })

  test('a member called __proto__ stays a member', async () => {
    const { client } = await openCalls([
      { id: 'a', function: { name: 'work', arguments: '{"__proto__":{"isAdmin":true}}' } },
    ])
    let seen: object = {}
    await runTools(client, { messages }, { tools: [toTool((argument) => void (seen = argument as object))] })
    expect(Object.keys(seen)).toEqual(['__proto__'])
    expect('isAdmin' in seen).toBe(false)
  })
})

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'there is no tool %s unless one was given',
  async (name) => {
    const { client } = await openCalls([{ id: 'a', function: { name, arguments: '{}' } }])
    const { steps } = await runTools(client, { messages }, { tools: [toTool(() => 1)] })
    expect(steps[0]!.results[0]!.problem).toContain(`there is no tool ${name}`)
    const named = await openCalls([{ id: 'a', function: { name, arguments: '{}' } }])
    const run = await runTools(named.client, { messages }, { tools: [toTool(() => 'ran', name)] })
    expect(run.steps[0]!.results[0]!.content).toBe('ran')
  },
)

describe('options that cannot be meant are refused by name, and nothing is sent', () => {
  const tool = toTool(() => 1)
  const options: Record<string, [object, RegExp]> = {
    'no step': [{ maxSteps: 0 }, /maxSteps/],
    'steps that are no number': [{ maxSteps: NaN }, /maxSteps/],
    'half a step': [{ maxSteps: 1.5 }, /maxSteps/],
    'steps as text': [{ maxSteps: '3' }, /maxSteps/],
    'no call at a time': [{ maxParallelCalls: 0 }, /maxParallelCalls/],
    'half a call': [{ maxParallelCalls: 2.5 }, /maxParallelCalls/],
    'a negative time': [{ toolTimeout: -1 }, /toolTimeout/],
    'no time': [{ toolTimeout: 0 }, /toolTimeout/],
    'a time that is no number': [{ toolTimeout: NaN }, /toolTimeout/],
    'a time as text': [{ toolTimeout: '30' }, /toolTimeout/],
    'a time that is true': [{ toolTimeout: true }, /toolTimeout/],
    'two tools of one name': [{ tools: [tool, toTool(() => 2)] }, /two tools named work/],
    'a tool that cannot be run': [{ tools: [{ type: 'function', function: { name: 'f' } }] }, /tools\.0 \(f\)/],
    'a tool without a name': [{ tools: [{ type: 'function', function: {} }] }, /tools\.0 must have a name/],
    'no tool': [{ tools: [null] }, /tools\.0/],
    'no list of tools': [{ tools: tool }, /tools must be a list/],
    'an approval that is no function': [{ approve: true }, /approve/],
  }
  test.each(Object.entries(options))('%s', async (_name, [given, message]) => {
    const { client, server } = await openCalls([])
    const error = await fail(runTools(client, { messages }, { tools: [tool], ...given } as RunToolsOptions))
    expect(error).toMatchObject({ code: 'request_refused', message: expect.stringMatching(message) })
    expect(server.requests).toEqual([])
  })

  test('the smallest and the largest values are taken', async () => {
    for (const given of [{ maxSteps: 2, maxParallelCalls: 1, toolTimeout: 1000 }, { maxSteps: Infinity }]) {
      const { client } = await openCalls([{ id: 'a', function: { name: 'work', arguments: '{}' } }])
      expect((await runTools(client, { messages }, { tools: [tool], ...given })).text).toBe('Done.')
    }
  })
})

describe('a tool that cannot work is refused where it is defined', () => {
  const schema = (members: object = {}) => ({
    '~standard': { version: 1, vendor: 'valibot', validate: (value: unknown) => ({ value }), ...members },
  })
  const definition = { name: 'f', schema: { type: 'object' }, execute: () => 1 }
  test.each<[string, object, RegExp]>([
    ['without execute', { execute: undefined }, /The tool f .*execute/],
    ['without a name', { name: '' }, /name/],
    ['without a schema', { schema: undefined }, /The schema of f is not a JSON schema/],
    ['with a schema without JSON schema', { schema: schema() }, /toStandardJsonSchema/],
  ])('%s', (_name, given, message) => {
    const refusal = expect.objectContaining({ code: 'request_refused', message: expect.stringMatching(message) })
    expect(() => defineTool({ ...definition, ...given } as never)).toThrow(refusal)
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('mine')
      },
    ],
    ['rejects', () => Promise.reject(new Error('mine'))],
    ['answers nothing', () => undefined],
  ])('a schema that %s is a problem that the model is told', async (_name, validate) => {
    const pair = { schema: schema({ validate }), jsonSchema: { type: 'object' } }
    const tool = defineTool({ ...definition, schema: pair } as never)
    const { client } = await openCalls([{ id: 'a', function: { name: 'f', arguments: '{}' } }])
    const { steps, text } = await runTools(client, { messages }, { tools: [tool] })
    expect(steps[0]!.results[0]!.problem).toMatch(/could not check them/)
    expect(text).toBe('Done.')
  })
})
