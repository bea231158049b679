import { describe, expect, test } from 'vitest'
import { ask, chatPath, completionPath, recordedWorld, serve } from './serve.js'

/** A server whose model writes its prompts with this template. */
async function serveTemplate(template: string) {
  const world = recordedWorld()
  const model = { ...world.models.find(({ name }) => name === 'stub-7b-exl3'), name: 'own', template }
  return await serve({ world: { ...world, models: [model], loaded: { model: 'own' } } })
}

const plain = '{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}'
const trimming = '{% for m in messages %}<{{ m.role }}>{{ m.content | trim }}</s>{% endfor %}'
const continues = { continue_final_message: true, add_generation_prompt: false }

describe('a message that is continued', () => {
  test.each([
    ['with its blanks', plain, 'Once upon ', '<assistant>Once upon '],
    ['without blanks that the template trims', trimming, 'Once upon ', '<assistant>Once upon'],
    ['however short it is', plain, 's', '<assistant>s'],
    ['though it is empty', plain, '', '<assistant>'],
    ['of parts', plain, [{ type: 'text', text: 'a' }, { text: 'b ' }], '<assistant>ab '],
    ['that another one is like', plain, 'Hi', '<assistant>Hi'],
  ])('ends the prompt %s', async (_title, template, content, end) => {
    const { json } = await serveTemplate(template)
    const messages = [...ask('Hi').messages, { role: 'assistant', content }]
    const body = { messages, ...continues, stream_options: { include_usage: true } }
    const { usage } = (await json(chatPath, body)).body
    const { tokens } = (await json('/v1/token/encode', { text: `<user>Hi</s>${end}` })).body
    expect(usage.prompt_tokens).toBe(tokens.length)
    const prefixed = (await json(chatPath, { ...body, response_prefix: ' and' })).body.usage
    const { length } = (await json('/v1/token/encode', { text: `<user>Hi</s>${end} and` })).body
    expect(prefixed.prompt_tokens).toBe(length)
  })

  test.each([
    ['the template drops', '{{ messages[0].content }}', 'x', 'does not appear in the rendered prompt'],
    ['has no text in its parts', plain, [{ type: 'text', text: null }], 'has no text content to continue'],
  ])('is refused when %s', async (_title, template, content, why) => {
    const { json } = await serveTemplate(template)
    const messages = [...ask('Hi').messages, { role: 'assistant', content }]
    const { status, body } = await json(chatPath, { messages, ...continues })
    expect([status, body.detail]).toEqual([422, expect.stringContaining(why)])
  })
})

test('a template is given no member that is null', async () => {
  const { json } = await serveTemplate('{{ raise_exception(messages | tojson) }}')
  const call = { function: { name: 'f', arguments: '{"a":null}' } }
  const messages = [{ role: 'assistant', content: null, tool_calls: [call] }, { content: 'Hi' }]
  expect(JSON.parse((await json(chatPath, { messages })).body.detail.replace('TemplateError: ', ''))).toEqual([
    {
      role: 'assistant',
      tool_calls: [{ id: expect.any(String), type: 'function', function: { name: 'f', arguments: { a: null } } }],
    },
    { role: 'user', content: 'Hi' },
  ])
})

describe('reasoning that the template begins', () => {
  test.each([
    ['may have words behind it', '<think>\nI am asked this, and', true],
    ['is not far from the end', `<think>${'so '.repeat(90)}`, false],
    ['has no tag behind it', '<think> or <answer> first', false],
    ['is not over', '<think></think>', false],
  ])('%s', async (_title, end, thinks) => {
    const { json } = await serveTemplate(`{{ messages[0].content }}\n${end}`)
    const { message } = (await json(chatPath, ask('x [[say64:YWJj]]'))).body.choices[0]
    expect(message).toMatchObject(thinks ? { reasoning_content: 'abc', content: null } : { content: 'abc' })
  })
})

test.each([
  [3, ', consectetur adipiscing STOP'],
  [4, ', consectetur adipiscing\n STOP'],
  [5, ', consectetur adipiscing\n'],
])('of three words and a line break, a reasoning budget of %i leaves %j', async (budget, reasoning) => {
  const { json } = await serve({ world: recordedWorld() })
  const fields = { enable_thinking: true, reasoning_budget: budget, reasoning_budget_message: ' STOP' }
  const { body } = await json(chatPath, { ...ask('x [[think:3]] [[len:1]]'), ...fields })
  expect(body.choices[0].message).toMatchObject({ reasoning_content: reasoning, content: '\n\nLorem' })
})

describe('overrides', () => {
  const override = async (overrides: object) => {
    const served = await serve({ world: recordedWorld() })
    await served.post('/v1/sampling/override/switch', { overrides })
    return served
  }
  const body = { prompt: '[[len:4]]', max_tokens: 9, logprobs: 1 }

  test('that are nothing force nothing', async () => {
    const { json } = await override({ max_tokens: { override: 0, force: true }, stop: { override: [], force: true } })
    const { choices } = (await json(completionPath, { ...body, max_tokens: 2, stop: ['x'] })).body
    expect(choices[0].text).toBe('Lorem ipsum')
  })

  test('force the fields of the sampler alone', async () => {
    const { json } = await override({ n: { override: 3, force: true }, stop: { override: [' dolor'], additive: true } })
    const { choices } = (await json(completionPath, { ...body, n: 1, stop: ['x'] })).body
    expect(choices.map(({ text }) => text)).toEqual(['Lorem ipsum'])
  })
})

test.each([
  [{ logprobs: 2, top_logprobs: 4 }, 2],
  [{ logprobs: 3, top_logprobs: null }, 3],
  [{ logprobs: 1, top_logprobs: 4 }, 4],
])('a number of log probabilities above 1 counts before top_logprobs: %j', async (fields, count) => {
  const { json } = await serve({ world: recordedWorld() })
  const chat = (await json(chatPath, { ...ask('[[len:1]]'), ...fields })).body.choices[0] as any
  expect(chat.logprobs.content[0].top_logprobs).toHaveLength(count)
  const text = (await json(completionPath, { prompt: '[[len:1]]', max_tokens: 3, ...fields })).body.choices[0]
  expect(Object.keys(text.logprobs.top_logprobs[0] ?? {})).toHaveLength(count)
})

test('text that is held back brings its log probabilities along, plain and streamed', async () => {
  const { json, events } = await serve({ world: recordedWorld() })
  const body = { ...ask(`[[say64:${Buffer.from('a<').toString('base64')}]]`), logprobs: true }
  const tokens = (choice: any) => choice.logprobs.content.map(({ token }: { token: string }) => token)
  expect(tokens((await json(chatPath, body)).body.choices[0])).toEqual(['a', '<'])
  const all = (await events(chatPath, body)).events
  expect(all.slice(0, -1).map((event) => tokens(event.choices[0]))).toEqual([['a'], ['<']])
})

test('what contradicts itself is a 500 before a model is missed', async () => {
  const { json, post } = await serve({ world: recordedWorld() })
  await post('/v1/model/unload', {})
  const contradiction = { min_tokens: 5, max_tokens: 2 }
  expect((await json(chatPath, { ...ask('x'), ...contradiction })).status).toBe(500)
  expect((await json(completionPath, { prompt: 'x', ...contradiction })).status).toBe(500)
  expect((await json(chatPath, { ...ask('x'), response_format: null })).status).toBe(503)
})
