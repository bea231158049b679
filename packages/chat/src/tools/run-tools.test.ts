import { createTabbyClient, isTabbyError } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { openEmulator } from '../../test/stream-server.js'
import { defineTool, type ToolDefinition } from './define-tool.js'
import { runTools } from './run-tools.js'

const messages = [{ role: 'user', content: 'How is the weather?' }]
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const toTool = (execute: ToolDefinition<Record<string, unknown>>['execute'], name = 'weather') =>
  defineTool({ name, description: 'Weather', schema, execute })
const sunny = toTool(() => ({ sky: 'blue' }))

const toCall = (name: string, text = '{"city":"Oslo"}', id = name) => ({ id, function: { name, arguments: text } })
const toAnswer = (message: object, finish_reason: string) => {
  const choices = [{ index: 0, finish_reason, message: { role: 'assistant', content: null, ...message } }]
  return { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices }
}

/** A server that makes these calls in its first answer, and then says that it is done. */
async function openCalls(...calls: object[]) {
  const server = await serveAnswers((_request, index) => ({
    headers: { 'content-type': 'application/json' },
    body: [
      JSON.stringify(index ? toAnswer({ content: 'Done.' }, 'stop') : toAnswer({ tool_calls: calls }, 'tool_calls')),
    ],
  }))
  onTestFinished(server.close)
  const readMessages = () => JSON.parse(server.requests.at(-1)!.body).messages
  return { server, client: createTabbyClient({ baseUrl: server.url, retry: false }), readMessages }
}
const fail = (run: Promise<unknown>) =>
  run.then(
    () => expect.unreachable(),
    (error) => error,
  )

describe('against the emulator', () => {
  test('the model calls, is told, and answers; the conversation can be gone on with', async () => {
    const { client, readBodies } = await openEmulator()
    const { text, answer, steps, messages: all } = await runTools(client, { messages }, { tools: [sunny] })
    expect(text).toMatch(/\w/)
    expect(steps.map(({ results }) => results.length)).toEqual([1, 0])
    expect(steps[0]!.results[0]).toMatchObject({ value: { sky: 'blue' }, content: '{"sky":"blue"}' })
    expect(steps[1]!.answer).toBe(answer)
    expect(all.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant'])
    expect(all[2]!.tool_call_id).toBe(all[1]!.tool_calls![0]!.id)
    expect(messages).toHaveLength(1)
    const bodies = readBodies()
    expect(bodies).toHaveLength(2)
    expect(bodies[1].messages).toEqual(JSON.parse(JSON.stringify(all.slice(0, 3))))
    expect(bodies[1].tools).toEqual(JSON.parse(JSON.stringify([sunny])))
  })

  test('a call that the server could not read is an error of its own, with the transcript out of sight', async () => {
    const { client } = await openEmulator()
    const question = [{ role: 'user', content: '[[badtool]]' }]
    const error = await fail(runTools(client, { messages: question }, { tools: [sunny] }))
    expect(error).toMatchObject({ name: 'TabbyToolRunError', code: 'tool_call_malformed', reason: 'malformed-call' })
    expect(error.transcript).toEqual(question)
    expect(isTabbyError(error)).toBe(true)
    expect(JSON.stringify(error)).not.toContain('badtool')
  })

  test('a call that was cut off by its length says so', async () => {
    await withRecording('chat_tools_cut_by_length', async (client) => {
      expect((await fail(runTools(client, { messages }, { tools: [sunny] }))).message).toMatch(/cut off by max_tokens/)
    })
  })

  test('the step limit ends it, and the last calls are not run', async () => {
    const body = [JSON.stringify(toAnswer({ tool_calls: [toCall('weather')] }, 'tool_calls'))]
    const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body })
    onTestFinished(server.close)
    const client = createTabbyClient({ baseUrl: server.url })
    let count = 0
    const tools = [toTool(() => ++count)]
    const error = await fail(runTools(client, { messages }, { tools, maxSteps: 3 }))
    expect(error).toMatchObject({ reason: 'step-limit', code: 'tool_step_limit' })
    expect([count, server.requests.length]).toEqual([2, 3])
    expect(error.transcript.map(({ role }: { role: string }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
      'assistant',
    ])
  })
})

describe('what the model is told instead of an exception', () => {
  const cases: Record<string, [object, RegExp]> = {
    'arguments that are no JSON': [toCall('weather', '{"city":'), /not valid JSON/],
    'a tool that does not exist': [toCall('wether'), /no tool wether, only weather/],
  }
  for (const [what, [call, told]] of Object.entries(cases)) {
    test(`${what}`, async () => {
      const { client, readMessages } = await openCalls(call)
      const { text, steps } = await runTools(client, { messages }, { tools: [sunny] })
      expect(text).toBe('Done.')
      expect(steps[0]!.results[0]!.problem).toMatch(told)
      expect(readMessages().at(-1)).toMatchObject({ role: 'tool', content: expect.stringMatching(/^Error: /) })
    })
  }

  test('a tool that takes too long, whose signal is aborted', async () => {
    const { client } = await openCalls(toCall('weather'), toCall('fast'))
    let seen: AbortSignal | undefined
    const slow = toTool((_argument, { signal }) => ((seen = signal), new Promise(() => {})))
    const tools = [slow, toTool(() => 'now', 'fast')]
    const { steps } = await runTools(client, { messages }, { tools, toolTimeout: 50 })
    expect(steps[0]!.results.map(({ content }) => content)).toEqual([
      'Error: weather gave no result within 50 ms',
      'now',
    ])
    expect(seen!.reason.name).toBe('TimeoutError')
  })

  test.each([Infinity, 2 ** 31, false] as const)('a time limit of %s is none', async (toolTimeout) => {
    const { client } = await openCalls(toCall('weather'))
    const patient = toTool(() => new Promise((resolve) => setTimeout(resolve, 30, 'late')))
    const { steps } = await runTools(client, { messages }, { tools: [patient], toolTimeout })
    expect(steps[0]!.results[0]!.content).toBe('late')
  })

  test('calls that are not approved do not run', async () => {
    const { client } = await openCalls(toCall('weather', '{}', 'a'), toCall('weather', '{}', 'b'), toCall('weather'))
    const ran: string[] = []
    const verdicts: (boolean | string)[] = [false, true, 'not on Sundays']
    const tool = toTool((_argument, { call }) => ran.push(call.id!))
    const approve = async () => verdicts.shift()!
    const { steps } = await runTools(client, { messages }, { tools: [tool], approve })
    expect(ran).toEqual(['b'])
    expect(steps[0]!.results.map(({ content }) => content)).toEqual([
      'Error: the user did not allow the call',
      '1',
      'Error: not on Sundays',
    ])
  })
})

describe('what ends a run', () => {
  test('what a tool throws is the cause of the error, and the other calls are aborted', async () => {
    const { client, server } = await openCalls(toCall('weather'), toCall('other'))
    const reason = new Error('mine')
    let other: AbortSignal | undefined
    const tools = [
      toTool(() => Promise.reject(reason)),
      toTool((_argument, { signal }) => ((other = signal), new Promise(() => {})), 'other'),
    ]
    const error = await fail(runTools(client, { messages }, { tools }))
    expect(error).toMatchObject({ name: 'TabbyToolRunError', code: 'tool_failed', reason: 'tool-error' })
    expect(error.cause).toBe(reason)
    expect(error.message).toMatch(/weather/)
    expect(error.call.function.name).toBe('weather')
    expect(other!.aborted).toBe(true)
    expect(server.requests).toHaveLength(1)
  })

  test('an abort while a tool runs, even one that does not look at its signal: nothing is asked any more', async () => {
    const { client, server } = await openCalls(toCall('weather'))
    const controller = new AbortController()
    const reason = new Error('enough')
    const tools = [toTool(() => (controller.abort(reason), new Promise((resolve) => setTimeout(resolve, 50))))]
    expect(await fail(runTools(client, { messages }, { tools, signal: controller.signal }))).toBe(reason)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(server.requests).toHaveLength(1)
  })

  test('an abort while approval is asked, and one before anything', async () => {
    const { client, server } = await openCalls(toCall('weather'))
    const controller = new AbortController()
    let ran = 0
    const tools = [toTool(() => ++ran)]
    const approve = () => (controller.abort('enough'), new Promise<boolean>(() => {}))
    const options = { tools, approve, signal: controller.signal }
    expect(await fail(runTools(client, { messages }, options))).toBe('enough')
    expect(await fail(runTools(client, { messages }, options))).toBe('enough')
    expect([ran, server.requests.length]).toEqual([0, 1])
  })

  test('an error of the server, and more than one answer', async () => {
    const { client } = await openEmulator({ faults: [{ path: '/v1/chat', effect: { kind: 'status', status: 401 } }] })
    expect(await fail(runTools(client, { messages }, { tools: [sunny] }))).toMatchObject({
      code: 'authentication_error',
    })
    const error = await fail(runTools(client, { messages, n: 2 }, { tools: [sunny] }))
    expect(error).toMatchObject({ name: 'TabbyRequestError' })
  })
})

test('calls run in parallel, and results keep the order of the calls', async () => {
  const { client, readMessages } = await openCalls(toCall('slow'), toCall('weather'))
  let open!: () => void
  const gate = new Promise<void>((resolve) => (open = resolve))
  // The first call waits for the second: one after another they would never end.
  const tools = [toTool(async () => (await gate, 'first'), 'slow'), toTool(() => (open(), 'second'))]
  await runTools(client, { messages }, { tools, toolTimeout: 2000 })
  expect(readMessages().slice(-2)).toEqual([
    { role: 'tool', tool_call_id: 'slow', content: 'first' },
    { role: 'tool', tool_call_id: 'weather', content: 'second' },
  ])
})
