import { APIError, type OpenAI } from 'openai'
import { describe, expect, test } from 'vitest'
import { openOpenAI, scriptWorld, ways } from './serve-openai.js'

const say = (content: string) => [{ role: 'user' as const, content }]
const weather = {
  type: 'function' as const,
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}

/** The chunks of a streamed chat, as the client gives them. */
async function readChunks(openai: OpenAI, params: Partial<OpenAI.ChatCompletionCreateParamsStreaming>) {
  const chunks: OpenAI.ChatCompletionChunk[] = []
  const stream = await openai.chat.completions.create({ model: '', messages: say('Hello'), ...params, stream: true })
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

describe.each(ways)('%s', (way) => {
  test('the first delta of each choice has the role, and no other', async () => {
    const { ways: clients } = await openOpenAI()
    const chunks = await readChunks(clients[way], { n: 2, max_tokens: 6 })
    for (const index of [0, 1]) {
      const deltas = chunks.flatMap(({ choices }) => choices).filter((choice) => choice.index === index)
      expect(deltas.map(({ delta }) => delta.role)).toEqual(['assistant', ...deltas.slice(1).map(() => undefined)])
    }
  })

  test('streamed tool calls have an index, an id and a type', async () => {
    const toolCalls = ['Oslo', 'Bergen'].map((city) => ({ name: 'get_weather', arguments: { city } }))
    const world = scriptWorld([{ when: 'weather', answer: { toolCalls } }])
    const { ways: clients } = await openOpenAI({ emulator: { world } })
    const chunks = await readChunks(clients[way], { messages: say('weather'), tools: [weather] })
    const calls = chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta.tool_calls ?? []))
    expect(calls).toEqual(
      ['Oslo', 'Bergen'].map((city, index) => ({
        index,
        id: expect.stringMatching(/^call_/) as string,
        type: 'function',
        function: { name: 'get_weather', arguments: expect.stringContaining(city) as string },
      })),
    )
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
  })

  test('streamed usage is there for whoever asked, once, in a last chunk without choices, in whole numbers', async () => {
    const { ways: clients } = await openOpenAI()
    const chunks = await readChunks(clients[way], { max_tokens: 4, stream_options: { include_usage: true } })
    expect(chunks.filter((each) => 'usage' in each)).toEqual([chunks.at(-1)])
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } })
    expect(Object.values(chunks.at(-1)!.usage!).every((value) => Number.isInteger(value))).toBe(true)
    const without = await readChunks(clients[way], { max_tokens: 4 })
    expect(without.some((each) => 'usage' in each || each.choices.length === 0)).toBe(false)
  })

  test('streamed reasoning is kept', async () => {
    const world = scriptWorld([{ when: 'Hello', answer: { reasoning: 'They greet.', content: 'Hi.' } }])
    const { ways: clients } = await openOpenAI({ emulator: { world } })
    const deltas = (await readChunks(clients[way], {})).flatMap(({ choices }) => choices.map(({ delta }) => delta))
    const join = (field: string) => deltas.map((delta) => (delta as Record<string, string>)[field] ?? '').join('')
    expect([join('reasoning_content').trim(), join('content').trim()]).toEqual(['They greet.', 'Hi.'])
  })

  test('a broken stream ends with an error event and without [DONE]', async () => {
    const {
      ways: clients,
      fetch,
      port,
    } = await openOpenAI({
      emulator: { faults: [{ path: '/v1/chat', effect: { kind: 'error', afterEvents: 2, message: 'CUDA failed' } }] },
    })
    const failure = await readChunks(clients[way], { max_tokens: 9 }).catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(APIError)
    expect(failure).toMatchObject({ message: 'CUDA failed', type: 'server_error' })
    const body = JSON.stringify({ messages: say('Hello'), stream: true, max_tokens: 9 })
    const ask = way === 'through a port' ? globalThis.fetch : fetch
    const text = await (await ask(`${port}/v1/chat/completions`, { method: 'POST', body })).text()
    expect(text).toMatch(/data: \{"error":\{"message":"CUDA failed".*\}\}\n\n$/)
    expect(text).not.toContain('[DONE]')
  })

  test('a stream that is cut off is an error, not an end', async () => {
    const { ways: clients } = await openOpenAI({
      emulator: { faults: [{ path: '/v1/chat', effect: { kind: 'truncate', afterEvents: 2 } }] },
    })
    await expect(readChunks(clients[way], { max_tokens: 9 })).rejects.toMatchObject({ code: 'stream_error' })
  })

  test('embeddings come in the form that was asked for, base64 by default of this client', async () => {
    const { ways: clients, getBodies, fetch, port } = await openOpenAI()
    const input = ['one', 'two']
    const usual = await clients[way].embeddings.create({ model: '', input })
    const floats = await clients[way].embeddings.create({ model: '', input, encoding_format: 'float' })
    expect(getBodies().map((body) => body['encoding_format'])).toEqual(['base64', 'float'])
    expect(usual.data[1]!.embedding).toHaveLength(64)
    expect(usual.data[1]!.embedding[5]).toBeCloseTo(floats.data[1]!.embedding[5]!, 6)
    expect(usual.usage).toEqual({
      prompt_tokens: expect.any(Number) as number,
      total_tokens: usual.usage.prompt_tokens,
    })
    const ask = way === 'through a port' ? globalThis.fetch : fetch
    const body = JSON.stringify({ input: 'one', encoding_format: 'base64' })
    const raw = await (await ask(`${port}/v1/embeddings`, { method: 'POST', body })).json()
    expect(raw).toMatchObject({ data: [{ embedding: expect.stringMatching(/^[\w+/]+=*$/) as string }] })
  })

  test('what only OpenAI has becomes what the server understands', async () => {
    const { ways: clients, getBodies } = await openOpenAI()
    const ofTabby = { top_k: 7 }
    await clients[way].chat.completions.create({
      model: '',
      messages: [{ role: 'developer', content: 'Be short' }, ...say('Hello')],
      max_completion_tokens: 3,
      response_format: { type: 'json_object' },
      tools: [weather],
      temperature: null,
      stop: null,
      ...ofTabby,
    })
    expect(getBodies()[0]).toMatchObject({
      messages: [{ role: 'system', content: 'Be short' }, { role: 'user' }],
      max_tokens: 3,
      response_format: { type: 'json' },
      tools: [{ function: { description: '' } }],
      top_k: 7,
    })
    for (const field of ['temperature', 'stop', 'max_completion_tokens', 'model']) {
      expect(getBodies()[0]).not.toHaveProperty(field)
    }
  })

  test('a call that the server could not read is an error, streamed or not', async () => {
    const { ways: clients } = await openOpenAI()
    const ask = { model: '', messages: say('[[badtool]]'), tools: [weather] }
    const malformed = { code: 'tool_call_malformed' }
    await expect(clients[way].chat.completions.create(ask)).rejects.toMatchObject({ ...malformed, status: 502 })
    await expect(readChunks(clients[way], ask)).rejects.toMatchObject(malformed)
  })

  test('a call that was left in the text is warned of', async () => {
    const world = scriptWorld([
      { when: 'weather', answer: '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n</tool_call>' },
      { when: 'Hello', answer: 'Hi.' },
    ])
    world.models[0]!.toolFormat = undefined as never
    delete world.models[0]!.toolFormat
    const { fetch, port } = await openOpenAI({ emulator: { world } })
    const ask = async (content: string, more: object) => {
      const body = JSON.stringify({ messages: say(content), ...more })
      const send = way === 'through a port' ? globalThis.fetch : fetch
      return send(`${port}/v1/chat/completions`, { method: 'POST', body })
    }
    const named = expect.stringContaining('tool_format') as string
    expect((await ask('weather', { tools: [weather] })).headers.get('x-tabby-warning')).toEqual(named)
    expect((await ask('weather', {})).headers.get('x-tabby-warning')).toBeNull()
    expect((await ask('Hello', { tools: [weather] })).headers.get('x-tabby-warning')).toBeNull()
    // The headers of a stream are gone by then.
    const streamed = await (await ask('weather', { tools: [weather], stream: true })).text()
    expect(streamed).toMatch(/^: x-tabby-warning: .*tool_format/m)
    expect(await (await ask('Hello', { tools: [weather], stream: true })).text()).not.toContain('x-tabby-warning')
  })

  test('log probabilities are finite, and have the bytes of their tokens', async () => {
    const { ways: clients } = await openOpenAI()
    const ask = { model: '', messages: say('Hello'), max_tokens: 3, logprobs: true, top_logprobs: 2 }
    const { choices } = await clients[way].chat.completions.create(ask)
    const streamed = (await readChunks(clients[way], ask)).flatMap((each) => each.choices[0]?.logprobs?.content ?? [])
    for (const tokens of [choices[0]!.logprobs!.content!, streamed]) {
      expect(tokens.length).toBeGreaterThan(0)
      for (const { token, bytes, logprob, top_logprobs } of tokens) {
        expect(new TextDecoder().decode(new Uint8Array(bytes!))).toBe(token)
        expect(Number.isFinite(logprob)).toBe(true)
        expect(top_logprobs.length).toBeLessThanOrEqual(2)
      }
    }
  })
})
