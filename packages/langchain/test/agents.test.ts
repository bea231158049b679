import { AIMessageChunk, HumanMessage } from '@langchain/core/messages'
import { MemorySaver, MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { createAgent } from 'langchain'
import { describe, expect, test } from 'vitest'
import { createWeather, openModels, weatherWorld } from './serve-model.js'

const question = { messages: [new HumanMessage('How is the weather?')] }

/** Streams an agent as a chat page does, and returns the text that arrived. */
async function streamAgent(
  model: Parameters<typeof createAgent>[0]['model'],
  weather: ReturnType<typeof createWeather>['weather'],
) {
  const agent = createAgent({ model, tools: [weather] })
  let text = ''
  for await (const [message] of await agent.stream(question, { streamMode: 'messages' })) {
    if (AIMessageChunk.isInstance(message)) text += message.text
  }
  return text
}

describe('an agent with one tool, streamed', () => {
  test('alone: the tool runs 0 times, and the agent ends with an empty reply and no error', async () => {
    const { alone } = await openModels({ world: weatherWorld() })
    const { weather, cities } = createWeather()
    expect(await streamAgent(alone(), weather)).toBe('')
    expect(cities).toEqual([])
  })

  test.each(['ours', 'byFetch'] as const)('%s: the tool runs once, and the reply streams', async (way) => {
    const models = await openModels({ world: weatherWorld() })
    const { weather, cities } = createWeather()
    expect(await streamAgent(way === 'ours' ? models.ours : models.byFetch(), weather)).toBe('Take sunglasses.')
    expect(cities).toEqual(['Oslo'])
    expect(models.getBodies().map(({ stream }) => stream)).toEqual([true, true])
  })
})

test('an agent that is invoked runs its tool, and its messages say what was called', async () => {
  const { ours, getBodies } = await openModels({ world: weatherWorld() })
  const { weather, cities } = createWeather()
  const { messages } = await createAgent({ model: ours, tools: [weather] }).invoke(question)
  expect(messages.map(({ type }) => type)).toEqual(['human', 'ai', 'tool', 'ai'])
  expect(messages.at(-1)!.text).toBe('Take sunglasses.')
  expect(cities).toEqual(['Oslo'])
  const sent = getBodies()[1]!['messages'] as Record<string, unknown>[]
  const [call] = sent[1]!['tool_calls'] as { id: string; function: object }[]
  expect(call!.function).toEqual({ name: 'get_weather', arguments: '{"city":"Oslo"}' })
  expect(sent[2]).toEqual({ role: 'tool', tool_call_id: call!.id, content: 'It is sunny in Oslo' })
})

describe('bindTools, streamed', () => {
  const collect = async (stream: AsyncIterable<{ tool_calls?: unknown[]; tool_call_chunks?: unknown[] }>) => {
    const calls: unknown[] = []
    for await (const chunk of stream) calls.push(...(chunk.tool_call_chunks ?? []))
    return calls
  }

  test('alone: there are no calls', async () => {
    const { alone } = await openModels({ world: weatherWorld() })
    const stream = await alone().bindTools([createWeather().weather]).stream('weather?')
    expect(await collect(stream as AsyncIterable<object>)).toEqual([])
  })

  test('ours: the call is there, with an index and an id', async () => {
    const { ours } = await openModels({ world: weatherWorld() })
    const stream = await ours.bindTools([createWeather().weather]).stream('weather?')
    expect(await collect(stream)).toEqual([
      {
        type: 'tool_call_chunk',
        id: expect.stringMatching(/./),
        name: 'get_weather',
        args: '{"city": "Oslo"}',
        index: 0,
      },
    ])
  })
})

test.each([
  ['any', 'required'],
  ['none', 'none'],
  ['get_weather', { type: 'function', function: { name: 'get_weather' } }],
])('tool_choice %j is sent as %j', async (choice, sent) => {
  const { ours, getBodies } = await openModels()
  await ours.bindTools([createWeather().weather], { tool_choice: choice }).invoke('Hello')
  expect(getBodies()[0]).toMatchObject({ tool_choice: sent })
})

test('a tool without a description is sent with an empty one, which the server takes', async () => {
  const { ours, getBodies } = await openModels({ world: weatherWorld() })
  const bare = { type: 'function' as const, function: { name: 'get_weather', parameters: { type: 'object' } } }
  const { tool_calls } = await ours.bindTools([bare]).invoke('weather?')
  expect(tool_calls).toMatchObject([{ name: 'get_weather', args: { city: 'Oslo' } }])
  expect(getBodies()[0]!['tools']).toMatchObject([{ function: { name: 'get_weather', description: '' } }])
})

test('a tool that another provider hosts is refused', async () => {
  const { ours, getBodies } = await openModels()
  await expect(ours.bindTools([{ type: 'web_search' }]).invoke('Hello')).rejects.toMatchObject({
    code: 'request_refused',
  })
  expect(getBodies()).toEqual([])
})

test('a graph with a checkpointer remembers a thread, and tells threads apart', async () => {
  const { ours, getBodies } = await openModels()
  const graph = new StateGraph(MessagesAnnotation)
    .addNode('model', async ({ messages }) => ({ messages: [await ours.invoke(messages)] }))
    .addEdge('__start__', 'model')
    .compile({ checkpointer: new MemorySaver() })
  const ask = (text: string, thread_id: string) =>
    graph.invoke({ messages: [new HumanMessage(text)] }, { configurable: { thread_id } })
  await ask('My name is Ada', 'a')
  const { messages } = await ask('Who am I?', 'a')
  await ask('Who am I?', 'b')
  expect(messages).toHaveLength(4)
  expect(getBodies().map((body) => (body['messages'] as unknown[]).length)).toEqual([1, 3, 1])
})

test('handlers get each chunk, so that a graph sees the calls', async () => {
  const { ours } = await openModels({ world: weatherWorld() })
  const names: unknown[] = []
  const callbacks = [
    {
      handleLLMNewToken: (...[, , , , , fields]: unknown[]) => {
        const { chunk } = fields as { chunk: { message: { tool_call_chunks: { name: string }[] } } }
        names.push(...chunk.message.tool_call_chunks.map(({ name }) => name))
      },
    },
  ]
  for await (const _ of await ours.bindTools([createWeather().weather]).stream('weather?', { callbacks }));
  expect(names).toEqual(['get_weather'])
})
