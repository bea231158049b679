import { describe, expect, test } from 'vitest'
import { chatPath, completionPath, ask, contentOf, recordedWorld, serve } from './serve.js'

describe('counts', () => {
  test('agree between usage and the token endpoints', async () => {
    const { json } = await serve()
    const prompt = 'Zwölf Boxkämpfer jagen 日本語 😀 across the   great dike, 12345 times.'
    const { body } = await json(completionPath, { prompt, max_tokens: 50, stream_options: { include_usage: true } })
    const encoded = await json('/v1/token/encode', { text: prompt })
    const answered = await json('/v1/token/encode', { text: body.choices[0].text, add_bos_token: false })
    expect(body.usage.prompt_tokens).toBe(encoded.body.length)
    expect(body.usage.completion_tokens).toBe(answered.body.length)
    expect(body.usage.total_tokens).toBe(encoded.body.length + answered.body.length)
    const decoded = await json('/v1/token/decode', { tokens: encoded.body.tokens.slice(1) })
    expect(decoded.body.text).toBe(prompt)
  })

  test('follow the flags of the token endpoints', async () => {
    const { json } = await serve()
    const encode = async (body: object): Promise<number[]> =>
      (await json('/v1/token/encode', { text: '<think>a', ...body })).body.tokens
    expect((await encode({}))[0]).toBe(1)
    expect(await encode({ add_bos_token: false })).toHaveLength(2)
    expect((await encode({ add_bos_token: 'no', encode_special_tokens: false })).length).toBeGreaterThan(2)
    const decode = async (body: object): Promise<string> => (await json('/v1/token/decode', body)).body.text
    expect(await decode({ tokens: [1, 4], decode_special_tokens: false })).toBe('')
    expect(await decode({ tokens: [1, 4, 999999] })).toBe('<s><think>')
  })
})

describe('where an answer ends', () => {
  test('is before a stop string, even one that crosses tokens, plain and streamed alike', async () => {
    const { json, events } = await serve({ world: recordedWorld() })
    const body = { ...ask('Hello [[len:20]]'), stop: 'sum dol' }
    const plain = (await json(chatPath, body)).body.choices[0]
    expect(plain).toMatchObject({ finish_reason: 'stop', eos_reason: 'stop_string', stop_str: 'sum dol' })
    expect(plain.message.content).toBe('Lorem ip')
    const streamed = await events(chatPath, body)
    expect(contentOf(streamed.events)).toBe('Lorem ip')
    expect(streamed.events.at(-2)?.choices[0]).toMatchObject({
      delta: {},
      finish_reason: 'stop',
      eos_reason: 'stop_string',
    })
  })

  test('gives back an end that only looked like a stop string', async () => {
    const { events } = await serve({ world: recordedWorld() })
    const { events: got } = await events(chatPath, { ...ask('Hello [[len:3]]'), stop: [' dolores'] })
    expect(contentOf(got)).toBe('Lorem ipsum dolor')
  })

  test('is before a stop token', async () => {
    const { json } = await serve({ world: recordedWorld() })
    const { body } = await json(chatPath, { ...ask('Hello [[len:20]]'), stop: [116569] })
    expect(body.choices[0]).toMatchObject({ eos_reason: 'stop_token', stop_str: ' dolor' })
    expect(body.choices[0].message.content).toBe('Lorem ipsum')
  })

  test('is after max_tokens, with length as the reason', async () => {
    const { json } = await serve({ world: recordedWorld() })
    const { body } = await json(chatPath, {
      ...ask('Hello [[len:20]]'),
      max_tokens: 2,
      stream_options: { include_usage: true },
    })
    expect(body.choices[0]).toMatchObject({ finish_reason: 'length', eos_reason: 'max_new_tokens', stop_str: null })
    expect(body.usage.completion_tokens).toBe(2)
  })

  test.each(['ban_eos_token', 'ignore_eos'])('is not put off by %s, which the server ignores', async (field) => {
    const { json } = await serve({ world: recordedWorld() })
    const { body } = await json(completionPath, { prompt: 'Hi [[len:2]]', [field]: true })
    expect(body.choices[0]).toMatchObject({ text: 'Lorem ipsum', finish_reason: 'stop' })
  })

  test('does not come before min_tokens', async () => {
    const { json } = await serve({ world: recordedWorld() })
    const { body } = await json(chatPath, { ...ask('Hello [[len:2]]'), min_tokens: 6 })
    expect(body.choices[0].message.content).toBe('Lorem ipsum sit amet, consectetur')
  })
})

describe('log probabilities', () => {
  test('spell the text token by token, with offsets in characters', async () => {
    const { json } = await serve({ world: recordedWorld() })
    const say = btoa(String.fromCharCode(...new TextEncoder().encode('Ja 😀😀 übermäßig gut')))
    const { body } = await json(completionPath, { prompt: `x [[say64:${say}]]`, max_tokens: 90, logprobs: 3 })
    const [{ logprobs, text }] = body.choices
    expect(text).toBe('Ja 😀😀 übermäßig gut')
    expect(logprobs.tokens.join('')).toBe(text)
    const before = logprobs.tokens.map((_, index) => [...logprobs.tokens.slice(0, index).join('')].length)
    expect(logprobs.text_offset).toEqual(before)
    expect(logprobs.token_logprobs.every((value) => value < 0)).toBe(true)
    expect(logprobs.top_logprobs.map((top) => Object.keys(top).length)).toEqual(logprobs.tokens.map(() => 3))
  })

  test('of a token that could not be are no JSON in a stream', async () => {
    const { post } = await serve({ world: recordedWorld() })
    const response = await post(chatPath, {
      ...ask('x [[len:1]] [[inf]]'),
      logprobs: true,
      top_logprobs: 1,
      stream: true,
    })
    expect(await response.text()).toContain('"logprob": -Infinity, "top_logprobs": [{"token": "Lorem"')
  })
})

describe('several choices', () => {
  test('end with usage on the last one only, and sum their tokens', async () => {
    const { events } = await serve({ world: recordedWorld() })
    const { events: got } = await events(chatPath, {
      ...ask('Hello [[len:4]]'),
      n: 3,
      stream_options: { include_usage: true },
    })
    const ends = got.filter((event) => event.choices?.[0].finish_reason)
    expect(ends.map((event) => event.usage === undefined)).toEqual([true, true, false])
    expect(ends.map((event) => 'eos_reason' in event.choices[0])).toEqual([true, true, false])
    expect(ends[2]?.usage).toMatchObject({ prompt_tokens: 18, completion_tokens: 12, total_tokens: 30 })
    for (const choice of [0, 1, 2]) expect(contentOf(got, choice)).toBe('Lorem ipsum dolor sit')
    expect(got.at(-1)).toBe('[DONE]')
  })

  test('get five tokens more each in a streamed text completion, and the same number in a plain one', async () => {
    const { events, json } = await serve({ world: recordedWorld() })
    const body = { prompt: 'Hello [[len:60]]', n: 3, max_tokens: 4, logprobs: 1 }
    const { events: got } = await events(completionPath, body)
    const counts = [0, 1, 2].map(
      (choice) => got.filter((event) => event.choices?.[0].index === choice && event.choices[0].logprobs).length,
    )
    expect(counts).toEqual([4, 9, 14])
    const plain = (await json(completionPath, body)).body.choices
    expect(plain.map((choice) => choice.logprobs.tokens.length)).toEqual([4, 4, 4])
  })
})

describe('structured output', () => {
  const schema = {
    type: 'object',
    properties: { title: { type: 'string' }, year: { type: 'integer' } },
    required: ['title', 'year'],
  }

  test('satisfies the schema wherever it stands in the request', async () => {
    const { json } = await serve()
    const places = [
      { json_schema: schema },
      { response_format: { type: 'json_schema', json_schema: { name: 'film', schema } } },
      { response_format: { type: 'json_schema', json_schema: schema } },
    ]
    for (const place of places) {
      const { body } = await json(chatPath, { ...ask('A film'), ...place })
      expect(body.choices[0].eos_reason).toBe('end_filter')
      const value = JSON.parse(body.choices[0].message.content)
      expect(Object.keys(value)).toEqual(['title', 'year'])
      expect(Number.isInteger(value.year)).toBe(true)
    }
  })

  test('matches a pattern', async () => {
    const { json } = await serve()
    const { body } = await json(completionPath, { prompt: 'x', regex_pattern: '[A-Z]{2}-\\d{3}', max_tokens: 50 })
    expect(body.choices[0].text).toMatch(/^[A-Z]{2}-\d{3}$/)
  })

  test('is not enforced where the server does not enforce it', async () => {
    const { json } = await serve({ world: recordedWorld() })
    const ignored = [
      { response_format: { type: 'json_object' } },
      { json_schema: { type: 'nope' } },
      { regex_pattern: '([a-z' },
      { grammar_string: 'nonsense' },
    ]
    for (const body of ignored) {
      expect((await json(chatPath, { ...ask('x [[len:2]]'), ...body })).body.choices[0].message.content).toBe(
        'Lorem ipsum',
      )
    }
  })
})
