import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../../src/index.js'
import { chatPath, completionPath, recordedWorld, serve } from './serve.js'

// What a differential test of the real server's own code showed, beside the exchanges that are replayed.
const ask = (content: string) => ({ messages: [{ role: 'user', content }] })
const say = (text: string) => ask(`[[say64:${Buffer.from(text).toString('base64')}]]`)
const lorem = { world: recordedWorld() }

describe('while a load waits for a running generation', () => {
  test('a stream is held with pings, and then told that it failed', async () => {
    const { events, post } = await serve({ ...lorem, settings: { pingSeconds: 0.1 } })
    const running = events(chatPath, ask('[[len:30]] [[delay:0.05]]'))
    await wait(300)
    const load = post('/v1/model/load', { model_name: 'stub-plain-3b' }).then((response) => response.text())
    await wait(100)
    const held = await events(chatPath, ask('Hi'))
    expect(held.pings).toBeGreaterThan(1)
    expect(held.events).toEqual([{ error: { message: expect.stringContaining('aborted'), trace: null } }])
    expect((await running).events.at(-1)).toBe('[DONE]')
    expect(await load).toContain('"status":"finished"')
    expect((await events(chatPath, ask('Hi'))).events.at(-1)).toBe('[DONE]')
  })

  test('loading the model that is loaded holds nobody', async () => {
    const { events, json, post } = await serve(lorem)
    const running = events(chatPath, ask('[[len:20]] [[delay:0.05]]'))
    await wait(100)
    await (await post('/v1/model/load', { model_name: 'stub-7b-exl3' })).text()
    expect((await json(chatPath, ask('Hi'))).status).toBe(200)
    expect((await running).events.at(-1)).toBe('[DONE]')
  })
})

test('of two unloads at once the second is a 500, and a later one a 503', async () => {
  // Without a socket, so that both come in the same turn.
  const emulator = createEmulator(lorem)
  const unload = (): Promise<number> =>
    emulator.fetch('http://emulator/v1/model/unload', { method: 'POST' }).then((response) => response.status)
  expect((await Promise.all([unload(), unload()])).sort()).toEqual([200, 500])
  expect(await unload()).toBe(503)
})

describe('a reasoning budget', () => {
  const thinking = { ...ask('x [[len:2]] [[think:9]]'), enable_thinking: true }

  test('is the first of its names that is present', async () => {
    const { json } = await serve(lorem)
    const { body } = await json(chatPath, { ...thinking, thinking_token_budget: 1, reasoning_budget: 3 })
    expect(body.choices[0].message.reasoning_content).toBe(', consectetur adipiscing')
  })

  test.each([{ json_schema: { type: 'integer' } }, { regex_pattern: '[a-z]+' }, { grammar_string: 'root ::= "a"' }])(
    'counts for nothing beside %j',
    async (constraint) => {
      const { json } = await serve(lorem)
      const { body } = await json(chatPath, { ...thinking, ...constraint, thinking_budget: 1 })
      expect(body.choices[0].message.reasoning_content.split(' ').length).toBeGreaterThan(5)
    },
  )
})

describe('a reply begins within reasoning', () => {
  test.each([
    ['behind a prefix that opens it', { response_prefix: '<think>\nso' }, true],
    ['behind a prefix after the tag of the template', { response_prefix: 'Okay', enable_thinking: true }, true],
    ['not behind a prefix that closes it', { response_prefix: '<think>\nso</think>' }, false],
    ['not behind a prefix alone', { response_prefix: 'Okay' }, false],
    ['by a field of the template', { template_vars: { enable_thinking: true }, enable_thinking: false }, true],
    [
      'unless a field of the template says no',
      { template_vars: { enable_thinking: false }, enable_thinking: true },
      false,
    ],
    ['by the flat field before the object', { enable_thinking: true, reasoning: { enabled: false } }, true],
  ])('%s', async (_title, fields, thinks) => {
    const { json } = await serve(lorem)
    const { message } = (await json(chatPath, { ...ask('x [[len:3]]'), ...fields })).body.choices[0]
    expect([Boolean(message.reasoning_content)]).toEqual([thinks])
  })
})

describe('tool calls', () => {
  const call = '<tool_call>\n<function=now>\n</function>\n</tool_call>'

  test.each([{}, { tools: [] }, { tools: null }, { tool_choice: 'auto' }])('are read with %j', async (fields) => {
    const { json } = await serve(lorem)
    const [choice] = (await json(chatPath, { ...say(call), ...fields })).body.choices
    expect(choice).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } })
    expect(choice.message.tool_calls[0].function).toEqual({ name: 'now', arguments: '{}' })
  })

  test('stay in the content with tool_choice none', async () => {
    const { json } = await serve(lorem)
    const [choice] = (await json(chatPath, { ...say(call), tool_choice: 'none' })).body.choices
    expect(choice).toMatchObject({ finish_reason: 'stop', message: { content: call, tool_calls: null } })
  })

  test.each([
    ['<|channel|>commentary to=functions.f <|constrain|>json<|message|>{bad<|call|>', 'f', '{bad'],
    ['<|channel|>commentary to=browser.search<|message|>{"q":"x"}<|call|>', 'browser.search', '{"q": "x"}'],
    ['<|start|>assistant to=functions.f<|channel|>commentary<|message|>{}<|call|>', 'f', '{}'],
  ])('of a harmony model are read from %s', async (text, name, given) => {
    const { json, post } = await serve(lorem)
    await (await post('/v1/model/load', { model_name: 'stub-harmony-20b' })).text()
    const [choice] = (await json(chatPath, say(`<|end|>${text}`))).body.choices
    expect(choice.message.tool_calls[0].function).toEqual({ name, arguments: given })
  })
})

describe('the last event of a choice', () => {
  test.each(['a <', 'a </thi', 'a <tool_c'])('carries the end of %j, which might have become a tag', async (text) => {
    const { events } = await serve(lorem)
    const all = (await events(chatPath, say(text))).events
    expect(all.at(-2)?.choices[0]).toMatchObject({ delta: { content: text.slice(2) }, finish_reason: 'stop' })
    expect(all.at(-1)).toBe('[DONE]')
  })

  test('carries it apart from the usage', async () => {
    const { events } = await serve(lorem)
    const all = (await events(chatPath, { ...say('a <'), stream_options: { include_usage: true } })).events
    expect(all.at(-3)?.choices[0]).toMatchObject({ delta: { content: '<' }, finish_reason: null })
    expect(all.at(-2)).toMatchObject({
      choices: [{ delta: {}, finish_reason: 'stop' }],
      usage: { prompt_tokens: expect.any(Number) },
    })
  })

  test('comes after one delta for an event of several phases', async () => {
    const { events } = await serve(lorem)
    const [message] = say('a<think>b</think>c').messages
    const content = `${message?.content} [[chunk:30]]`
    const all = (await events(chatPath, { messages: [{ role: 'user', content }] })).events
    expect(all[0]?.choices[0].delta).toEqual({ content: 'ac', reasoning_content: 'b' })
    expect(all).toHaveLength(3)
  })
})

describe('candidates', () => {
  test.each([
    [{ logprobs: 4, top_logprobs: 1 }, 4],
    [{ logprobs: true, top_logprobs: 3 }, 3],
    [{ logprobs: true }, 0],
  ])('of a chat with %j', async (fields, count) => {
    const { json } = await serve(lorem)
    const { logprobs } = (await json(chatPath, { ...ask('[[len:1]]'), ...fields })).body.choices[0] as any
    expect(logprobs.content[0].top_logprobs).toHaveLength(count)
  })

  test('of a text completion may come from either field', async () => {
    const { json } = await serve(lorem)
    const { body } = await json(completionPath, { prompt: '[[len:1]]', logprobs: 1, top_logprobs: 4 })
    expect(Object.keys(body.choices[0].logprobs.top_logprobs[0] ?? {})).toHaveLength(4)
  })
})

describe('a schema', () => {
  test.each([5, true, ['schema', 'name']])('that is %j fails, plain and streamed', async (schema) => {
    const { json, events } = await serve(lorem)
    expect((await json(chatPath, { ...ask('x'), json_schema: schema })).status).toBe(503)
    expect((await events(completionPath, { prompt: 'x', max_tokens: 5, json_schema: schema })).events).toEqual([
      { error: { message: expect.stringContaining('aborted'), trace: null } },
    ])
  })

  test.each([{ json_schema: {} }, { json_schema: 0 }, { json_schema: '' }, { regex_pattern: '' }])(
    'or pattern that is nothing, %j, is no constraint',
    async (fields) => {
      const { json } = await serve(lorem)
      const { body } = await json(completionPath, { prompt: 'x [[len:2]]', max_tokens: 9, ...fields })
      expect(body.choices[0].text).toBe('Lorem ipsum')
    },
  )
})

describe('sampler overrides', () => {
  const override = async (overrides: object) => {
    const served = await serve(lorem)
    await served.post('/v1/sampling/override/switch', { overrides })
    return served
  }

  test('whose stop is a text break every generation, plain and streamed', async () => {
    const { json, events } = await override({ stop: { override: ' dolor' } })
    expect((await json(chatPath, ask('x'))).status).toBe(503)
    const { events: told } = await events(chatPath, ask('x'))
    expect(told).toEqual([{ error: { message: expect.stringContaining('aborted'), trace: null } }])
    expect((await json(chatPath, { ...ask('[[len:4]]'), stop: ' dolor' })).body.choices[0].message.content).toBe(
      'Lorem ipsum',
    )
  })

  test.each([
    [false, 200],
    [true, 503],
  ])('may name tokens as a text: forced %s is a %i', async (force, status) => {
    const { json } = await override({ banned_tokens: { override: '1,2', force } })
    expect((await json(chatPath, ask('x'))).status).toBe(status)
  })

  test('may force the number of candidates', async () => {
    const { json } = await override({ logprobs: { override: 2, force: true } })
    const { logprobs } = (await json(chatPath, ask('[[len:1]]'))).body.choices[0] as any
    expect(logprobs.content[0].top_logprobs).toHaveLength(2)
  })

  test('may set a schema for text completions', async () => {
    const { json } = await override({ json_schema: { override: { type: 'integer' } } })
    const { body } = await json(completionPath, { prompt: 'x', max_tokens: 9 })
    expect(body.choices[0].text).toBe('42')
  })
})

test('a text completion of blanks is empty when it is plain', async () => {
  const { json, events } = await serve(lorem)
  const prompt = `[[say64:${Buffer.from(' \n').toString('base64')}]]`
  expect((await json(completionPath, { prompt, max_tokens: 5 })).body.choices[0].text).toBe('')
  const texts = (await events(completionPath, { prompt, max_tokens: 5 })).events.map((event) => event.choices?.[0].text)
  expect(texts.join('')).toBe(' \n')
})

describe('continue_final_message', () => {
  const fields = { continue_final_message: true, add_generation_prompt: false }

  test.each([
    [[], 'there are no messages to continue'],
    [
      [
        { role: 'user', content: 'x' },
        { role: 'assistant', content: null },
      ],
      'the final message has no content to continue',
    ],
  ])('refuses %j', async (messages, why) => {
    const { json } = await serve(lorem)
    const { status, body } = await json(chatPath, { messages, ...fields })
    expect([status, body.detail]).toEqual([422, `continue_final_message is set but ${why}`])
  })
})
