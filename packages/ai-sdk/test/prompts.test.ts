import type { LanguageModelV3CallOptions } from '@ai-sdk/provider'
import { generateText, type ModelMessage } from 'ai'
import { describe, expect, test } from 'vitest'
import { openTabby } from './serve-tabby.js'

/** The smallest PNG there is. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
const dataUrl = `data:image/png;base64,${png}`
const image = { type: 'image_url', image_url: { url: dataUrl } }
const text = (value: string) => ({ type: 'text' as const, text: value })

/** Sends a prompt, and returns the messages that the server got and the warnings of the result. */
async function send(messages: ModelMessage[]) {
  const { tabby, getBodies } = await openTabby()
  const { warnings } = await generateText({ model: tabby(), messages, allowSystemInMessages: true, maxOutputTokens: 2 })
  return { messages: getBodies()[0]?.['messages'], warnings }
}

/** Sends a prompt in the shapes of specification V4, which `ai` 7 hands to a model. */
async function sendShapes(options: object) {
  const { tabby, getBodies } = await openTabby()
  const call = { prompt: [{ role: 'user', content: [text('Hello')] }], maxOutputTokens: 2, ...options }
  const { warnings } = await tabby().doGenerate(call as LanguageModelV3CallOptions)
  return { body: getBodies()[0] ?? {}, messages: getBodies()[0]?.['messages'], warnings }
}

describe('a message of the user', () => {
  test.each([
    ['texts', [text('Hello '), text('you')], 'Hello you'],
    [
      'a text and a text file, which stands on lines of its own',
      [text('Sum up'), { type: 'file', mediaType: 'text/plain', data: btoa('1, 2') }, text('Please')],
      'Sum up\n1, 2\nPlease',
    ],
    ['bytes of a text', [{ type: 'file', mediaType: 'text/markdown', data: new TextEncoder().encode('é') }], 'é'],
    ['an image', [text('What is it?'), { type: 'image', image: bytes }], [text('What is it?'), image]],
    ['an image before a text', [{ type: 'image', image: dataUrl }, text('What?')], [image, text('What?')]],
    ['an image of a wrong type', [{ type: 'file', mediaType: 'image/jpeg', data: png }], [image]],
  ])('%s', async (_, content, expected) => {
    const { messages, warnings } = await send([{ role: 'user', content }] as ModelMessage[])
    expect(messages).toEqual([{ role: 'user', content: expected }])
    expect(warnings).toEqual([])
  })

  test('a file of another type, and an image that the server cannot read, are refused', async () => {
    const pdf = { type: 'file', mediaType: 'application/pdf', data: new TextEncoder().encode('%PDF-1.4') }
    await expect(send([{ role: 'user', content: [pdf] }] as ModelMessage[])).rejects.toThrow(
      /'files of the type application\/pdf' functionality not supported/,
    )
    const svg = { type: 'file', mediaType: 'image/svg+xml', data: btoa('<svg/>') }
    await expect(send([{ role: 'user', content: [svg] }] as ModelMessage[])).rejects.toMatchObject({
      name: 'TabbyRequestError',
    })
  })
})

test('reasoning, calls and the results of tools', async () => {
  const call = (toolCallId: string) => ({ type: 'tool-call' as const, toolCallId, toolName: 'look', input: { at: 1 } })
  const result = (toolCallId: string, output: object) => ({ type: 'tool-result', toolCallId, toolName: 'look', output })
  const outputs = [
    { type: 'text', value: 'fine' },
    { type: 'json', value: { a: [1] } },
    { type: 'error-text', value: 'It broke' },
    { type: 'error-json', value: { code: 5 } },
    { type: 'execution-denied', reason: 'Not today' },
    { type: 'execution-denied' },
    { type: 'content', value: [text('a'), { type: 'media', data: png, mediaType: 'image/png' }, text('b')] },
  ]
  const { messages, warnings } = await send([
    { role: 'system', content: 'Be kind' },
    { role: 'user', content: 'Look' },
    {
      role: 'assistant',
      content: [{ type: 'reasoning', text: 'Let me' }, text('I look'), ...outputs.map((_, place) => call(`${place}`))],
    },
    { role: 'tool', content: outputs.map((output, place) => result(`${place}`, output)) },
  ] as ModelMessage[])
  const tool_calls = outputs.map((_, place) => ({
    id: `${place}`,
    type: 'function',
    function: { name: 'look', arguments: '{"at":1}' },
  }))
  const contents = ['fine', '{"a":[1]}', 'It broke', '{"code":5}', 'Not today', 'The call was denied', 'a\nb']
  expect(messages).toEqual([
    { role: 'system', content: 'Be kind' },
    { role: 'user', content: 'Look' },
    { role: 'assistant', content: 'I look', reasoning_content: 'Let me', tool_calls },
    ...contents.map((content, place) => ({ role: 'tool', tool_call_id: `${place}`, content })),
  ])
  expect(warnings).toEqual([
    { type: 'unsupported', feature: 'a file in the result of a tool', details: 'It was left out of the prompt' },
  ])
})

describe('shapes of specification V4', () => {
  const file = (mediaType: string, data: object) => ({ type: 'file', mediaType, data })
  const ofUser = (...content: object[]) => ({ prompt: [{ role: 'user', content }] })

  test.each([
    ['bytes', file('image', { type: 'data', data: bytes }), [image]],
    ['base64', file('image/*', { type: 'data', data: png }), [image]],
    ['text', file('text/plain', { type: 'text', text: 'Hello' }), 'Hello'],
    [
      'an address',
      file('image/png', { type: 'url', url: new URL('https://example.com/cat.png') }),
      [{ type: 'image_url', image_url: { url: 'https://example.com/cat.png' } }],
    ],
  ])('%s', async (_, part, content) => {
    const { tabby, getBodies } = await openTabby()
    // The emulator knows no image at an address: the server would answer with an error of its own.
    await Promise.resolve(tabby().doGenerate(ofUser(part) as unknown as LanguageModelV3CallOptions)).catch(() => {})
    expect(getBodies()[0]?.['messages']).toEqual([{ role: 'user', content }])
  })

  test('a file that a provider keeps is refused', async () => {
    const part = file('image/png', { type: 'reference', reference: { openai: 'file-1' } })
    await expect(sendShapes(ofUser(part))).rejects.toMatchObject({ name: 'AI_UnsupportedFunctionalityError' })
  })

  test('parts that only another provider reads are left out with a warning; texts of tools are kept', async () => {
    const value = [{ type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'kept' } }, { type: 'custom' }]
    const { messages, warnings } = await sendShapes({
      prompt: [
        { role: 'assistant', content: [{ type: 'custom', kind: 'openai.thing' }, text('Hi')] },
        { role: 'tool', content: [{ type: 'tool-result', toolCallId: '1', output: { type: 'content', value } }] },
      ],
    })
    expect(messages).toEqual([
      { role: 'assistant', content: 'Hi' },
      { role: 'tool', tool_call_id: '1', content: 'kept' },
    ])
    expect(warnings.map((warning) => warning.type)).toEqual(['unsupported', 'unsupported'])
  })

  test.each([
    ['none', { enable_thinking: false }],
    ['high', { enable_thinking: true, reasoning_effort: 'high' }],
    ['provider-default', {}],
  ])('reasoning %s', async (reasoning, expected) => {
    const { body } = await sendShapes({ reasoning })
    const names = ['enable_thinking', 'reasoning_effort']
    expect(Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)))).toEqual(expected)
  })
})
