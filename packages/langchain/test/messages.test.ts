import {
  AIMessage,
  ChatMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages'
import { expect, test } from 'vitest'
import { ChatTabby, TabbyEmbeddings } from '../src/index.js'
import { openModels } from './serve-model.js'

const pixel = 'iVBORw0KGgo='

test('messages of every kind are written as the server reads them', async () => {
  const { ours, getBodies } = await openModels()
  const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }
  await ours.invoke([
    new SystemMessage('Be brief'),
    new HumanMessage([
      { type: 'text', text: 'Look' },
      { type: 'text', text: ' here' },
    ]),
    new AIMessage({
      content: '',
      tool_calls: [{ id: 'a', name: 'look', args: { at: 1 } }],
      invalid_tool_calls: [{ id: 'b', name: 'look', args: '{', error: 'no JSON' }],
    }),
    new ToolMessage({ tool_call_id: 'a', content: [{ type: 'text', text: 'Seen' }, image] }),
    new ToolMessage({ tool_call_id: 'b', content: 'Not JSON' }),
    new ChatMessage({ role: 'user', content: 'And?' }),
  ])
  expect(getBodies()[0]!['messages']).toEqual([
    { role: 'system', content: 'Be brief' },
    { role: 'user', content: 'Look here' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'look', arguments: '{"at":1}' } },
        { id: 'b', type: 'function', function: { name: 'look', arguments: '{' } },
      ],
    },
    { role: 'tool', tool_call_id: 'a', content: 'Seen[image]' },
    { role: 'tool', tool_call_id: 'b', content: 'Not JSON' },
    { role: 'user', content: 'And?' },
  ])
})

test.each([
  ['a text', { type: 'image_url', image_url: `data:image/png;base64,${pixel}` }],
  ['an object', { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }],
  ['a standard block with a url', { type: 'image', url: `data:image/png;base64,${pixel}` }],
  ['a standard block with data', { type: 'image', data: pixel, mimeType: 'image/png' }],
  [
    'a standard block with bytes',
    { type: 'image', data: Uint8Array.from(atob(pixel), (c) => c.charCodeAt(0)), mimeType: 'image/png' },
  ],
  ['the block before the standard one', { type: 'image', source_type: 'base64', data: pixel, mime_type: 'image/png' }],
])('an image as %s', async (_name, block) => {
  const { ours, getBodies } = await openModels({}, { model: 'demo-vision-exl3' })
  await ours
    .invoke([new HumanMessage({ content: [{ type: 'text', text: 'What is it?' }, block as never] })])
    .catch(() => {})
  expect(getBodies()[0]!['messages']).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is it?' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
      ],
    },
  ])
})

test.each([
  ['audio', new HumanMessage({ content: [{ type: 'audio', data: pixel, mimeType: 'audio/wav' } as never] })],
  ['an image without a place', new HumanMessage({ content: [{ type: 'image', fileId: 'x' } as never] })],
  ['a message that removes one', new RemoveMessage({ id: 'x' })],
])('%s is refused before anything is sent', async (_name, message) => {
  const { ours, getBodies } = await openModels()
  await expect(ours.invoke([message])).rejects.toMatchObject({ code: 'request_refused' })
  expect(getBodies()).toEqual([])
})

test('samplers of the constructor and of a call are sent, the call wins, and stop and model too', async () => {
  const { ours, getBodies } = await openModels({}, { params: { temperature: 0, min_p: 0.1 } })
  await ours.invoke('Hello', { params: { min_p: 0.2 }, stop: ['x'], model: 'demo-8b-exl3' })
  expect(getBodies()[0]).toMatchObject({ temperature: 0, min_p: 0.2, stop: ['x'], model: 'demo-8b-exl3' })
})

test('what LangChain sets itself is refused by name', async () => {
  const { client, ours } = await openModels()
  expect(() => new ChatTabby({ client, params: { n: 2 } as never })).toThrow('must not hold n')
  expect(() => new ChatTabby({ client, params: 'hot' as never })).toThrow('params must be an object')
  expect(() => new ChatTabby({ client, temperature: 0.5 } as never)).toThrow('temperature belongs in params')
  await expect(ours.invoke('Hello', { params: { tools: [] } as never })).rejects.toThrow('must not hold tools')
})

test.each([ChatTabby, TabbyEmbeddings])('%o without a client is refused', (made) => {
  expect(() => new made({} as never)).toThrow('client must be a client')
  expect(() => new made(undefined as never)).toThrow('client must be a client')
})

test('a traced or printed model holds no key', async () => {
  const { ours } = await openModels()
  expect(JSON.stringify(ours)).not.toContain('Key')
})

test('what a wrapper of the client reads arrives', async () => {
  const { client } = await openModels()
  const { wrapTabbyClient } = await import('@tabby/core')
  const seen: unknown[] = []
  const wrapped = wrapTabbyClient(client, (send) => (request) => {
    seen.push(request.context)
    return send(request)
  })
  await new ChatTabby({ client: wrapped }).invoke('Hello', { context: { priority: 2 } })
  expect(seen).toEqual([{ priority: 2 }])
})
