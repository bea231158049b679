import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { openOpenAI, scriptWorld, waitForStop, ways } from './serve-openai.js'

const tool = {
  type: 'function' as const,
  name: 'get_weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  strict: true,
}
const conversation = [
  { when: 'sunny in Oslo', answer: { reasoning: 'Sun.', content: 'Take sunglasses.' } },
  { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
  { when: 'think', answer: { reasoning: 'They want a yes.', content: 'Yes.' } },
]
const emulator = { world: scriptWorld(conversation) }

/** The events of a streamed response. */
async function readEvents(openai: OpenAI, params: Partial<OpenAI.Responses.ResponseCreateParams>) {
  const events: OpenAI.Responses.ResponseStreamEvent[] = []
  const stream = await openai.responses.create({ input: 'think', ...params, stream: true })
  for await (const event of stream) events.push(event)
  return events
}

describe.each(ways)('%s', (way) => {
  test('a text, with reasoning, usage and what was asked', async () => {
    const { ways: clients, getBodies } = await openOpenAI({ emulator })
    const response = await clients[way].responses.create({
      model: 'demo-8b-exl3',
      instructions: 'Be short',
      input: 'think',
      max_output_tokens: 50,
      metadata: { a: 'b' },
      reasoning: { effort: 'low', summary: 'auto' },
      store: false,
      previous_response_id: null,
    })
    expect(response.output_text.trim()).toBe('Yes.')
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'demo-8b-exl3',
      error: null,
      incomplete_details: null,
      instructions: 'Be short',
      metadata: { a: 'b' },
      output: [
        {
          type: 'reasoning',
          summary: [],
          content: [{ type: 'reasoning_text', text: expect.stringContaining('yes') as string }],
        },
        {
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', annotations: [] }],
        },
      ],
      usage: { input_tokens: expect.any(Number) as number, output_tokens_details: { reasoning_tokens: 0 } },
    })
    expect(getBodies()[0]).toMatchObject({
      messages: [
        { role: 'system', content: 'Be short' },
        { role: 'user', content: 'think' },
      ],
      max_tokens: 50,
      reasoning: { effort: 'low' },
    })
    for (const field of ['store', 'metadata', 'instructions', 'input']) expect(getBodies()[0]).not.toHaveProperty(field)
  })

  test('the same as events, in the order that OpenAI has', async () => {
    const { ways: clients } = await openOpenAI({ emulator })
    const events = await readEvents(clients[way], {})
    const types = events.map(({ type }) => type).filter((type, place, all) => type !== all[place - 1])
    const part = (name: string) => [
      'response.output_item.added',
      'response.content_part.added',
      `response.${name}.delta`,
      `response.${name}.done`,
      'response.content_part.done',
      'response.output_item.done',
    ]
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      ...part('reasoning_text'),
      ...part('output_text'),
      'response.completed',
    ])
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, place) => place))
    const last = events.at(-1) as OpenAI.Responses.ResponseCompletedEvent
    expect(last.response).toMatchObject({ status: 'completed', output: [{ type: 'reasoning' }, { type: 'message' }] })
    expect(last.response.usage?.total_tokens).toBeGreaterThan(0)
  })

  test('its helper for streams puts the response together', async () => {
    const { ways: clients } = await openOpenAI({ emulator })
    const response = await clients[way].responses.stream({ input: 'think', model: '' }).finalResponse()
    expect(response.output_text.trim()).toBe('Yes.')
    expect(response.status).toBe('completed')
  })

  test.each([false, true])('a tool is called and its result read, with stream: %o', async (isStreamed) => {
    const { ways: clients, getBodies } = await openOpenAI({ emulator })
    const ask = async (input: OpenAI.Responses.ResponseInput) => {
      const params = { model: '', input, tools: [tool] }
      if (!isStreamed) return clients[way].responses.create(params)
      return clients[way].responses.stream(params).finalResponse()
    }
    const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'How is the weather?' }]
    const first = await ask(input)
    const call = first.output[0] as OpenAI.Responses.ResponseFunctionToolCall
    expect(first.output).toHaveLength(1)
    expect(call).toMatchObject({ type: 'function_call', name: 'get_weather', status: 'completed' })
    expect(JSON.parse(call.arguments)).toEqual({ city: 'Oslo' })

    input.push(...(first.output as OpenAI.Responses.ResponseInputItem[]))
    input.push({ type: 'function_call_output', call_id: call.call_id, output: 'sunny in Oslo' })
    const second = await ask(input)
    expect(second.output_text.trim()).toBe('Take sunglasses.')
    expect(getBodies()[1]).toMatchObject({
      messages: [
        { role: 'user' },
        { role: 'assistant', tool_calls: [{ id: call.call_id, function: { name: 'get_weather' } }] },
        { role: 'tool', tool_call_id: call.call_id, content: 'sunny in Oslo' },
      ],
      tools: [{ type: 'function', function: { name: 'get_weather', description: '' } }],
    })
  })

  test('structured output is enforced by the server', async () => {
    const { ways: clients, getBodies } = await openOpenAI({ emulator })
    const schema = {
      type: 'object',
      properties: { age: { type: 'integer' } },
      required: ['age'],
      additionalProperties: false,
    }
    const format = { type: 'json_schema' as const, name: 'person', strict: true, schema }
    const { output_text } = await clients[way].responses.create({ input: 'How old?', text: { format } })
    expect(JSON.parse(output_text)).toEqual({ age: expect.any(Number) as number })
    expect(getBodies()[0]).toMatchObject({ response_format: { type: 'json_schema' } })
    await clients[way].responses.create({ input: 'How old?', text: { format: { type: 'json_object' } } })
    expect(getBodies()[1]).toMatchObject({ response_format: { type: 'json' } })
  })

  test('a reply that was cut is incomplete, streamed or not', async () => {
    const { ways: clients } = await openOpenAI({ emulator })
    const cut = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    const params = { input: 'Hello', max_output_tokens: 2 }
    expect(await clients[way].responses.create(params)).toMatchObject({ ...cut, output: [{ status: 'incomplete' }] })
    const last = (await readEvents(clients[way], params)).at(-1)
    expect(last).toMatchObject({
      type: 'response.incomplete',
      response: { ...cut, output: [{ status: 'incomplete' }] },
    })
  })

  test('a broken stream ends with a failed response, and an error that the client throws', async () => {
    const faults = [{ path: '/v1/chat', effect: { kind: 'error' as const, afterEvents: 2, message: 'CUDA failed' } }]
    const { ways: clients } = await openOpenAI({ emulator: { faults } })
    const events: { type: string; response?: object }[] = []
    const reading = (async () => {
      const stream = await clients[way].responses.create({ input: 'Hello', stream: true })
      for await (const event of stream) events.push(event)
    })()
    await expect(reading).rejects.toMatchObject({ message: 'CUDA failed' })
    expect(events.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'server_error', message: 'CUDA failed' } },
    })
  })

  test('an error before the first event has its status', async () => {
    const { ways: clients } = await openOpenAI()
    const error = { status: 422, param: 'temperature', code: 'validation_error' }
    await expect(clients[way].responses.create({ input: 'a', temperature: 99 })).rejects.toMatchObject(error)
    await expect(readEvents(clients[way], { temperature: 99 })).rejects.toMatchObject(error)
  })

  test('a call that the server could not read is an error, streamed or not', async () => {
    const { ways: clients } = await openOpenAI()
    const ask = { input: '[[badtool]]', tools: [tool] }
    await expect(clients[way].responses.create(ask)).rejects.toMatchObject({ code: 'tool_call_malformed' })
    await expect(readEvents(clients[way], ask)).rejects.toMatchObject({ code: 'tool_call_malformed' })
  })

  test('log probabilities, if they are included', async () => {
    const { ways: clients, getBodies } = await openOpenAI()
    const params = { input: 'Hello', max_output_tokens: 3, top_logprobs: 2 }
    const response = await clients[way].responses.create({ ...params, include: ['message.output_text.logprobs'] })
    expect(getBodies()[0]).toMatchObject({ logprobs: true, top_logprobs: 2 })
    expect(response).toMatchObject({
      output: [{ content: [{ logprobs: [{ bytes: expect.any(Array) as number[] }, {}, {}] }] }],
    })
  })

  test('an abort stops the model', async () => {
    const { ways: clients, emulator: server } = await openOpenAI({
      emulator: { settings: { speed: { tokensPerSecond: 50 } } },
    })
    const stream = await clients[way].responses.create({ input: '[[len:500]]', max_output_tokens: 500, stream: true })
    for await (const { type } of stream) if (type === 'response.output_text.delta') break
    expect(await waitForStop(server)).toBeLessThan(5000)
  })
})
