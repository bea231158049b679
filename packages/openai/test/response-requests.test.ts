import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { openOpenAI } from './serve-openai.js'

const tool = {
  type: 'function' as const,
  name: 'get_weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  strict: true,
}

test('items of a conversation become messages', async () => {
  const { ways: clients, getBodies } = await openOpenAI()
  const input = [
    { role: 'developer', content: 'Be short' },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Look' },
        { type: 'input_image', image_url: 'data:image/png;base64,AA==' },
      ],
    },
    { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: 'First' }] },
    {
      type: 'message',
      role: 'assistant',
      id: 'msg_1',
      status: 'completed',
      content: [{ type: 'output_text', text: 'A', annotations: [] }],
    },
    { type: 'function_call', call_id: 'c1', name: 'one', arguments: '{}' },
    { type: 'function_call', call_id: 'c2', name: 'two', arguments: '{}' },
    { type: 'function_call_output', call_id: 'c1', output: '1' },
    { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: '2' }] },
    { type: 'reasoning', id: 'rs_2', summary: [{ type: 'summary_text', text: 'Then' }] },
    { role: 'assistant', content: 'B' },
    { role: 'assistant', content: [{ type: 'refusal', refusal: 'C' }] },
    { role: 'user', content: 'D' },
  ] as OpenAI.Responses.ResponseInput
  await clients['through fetch'].responses.create({ input })
  expect(getBodies()[0]!['messages']).toEqual([
    { role: 'system', content: 'Be short' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      ],
    },
    {
      role: 'assistant',
      content: 'A',
      reasoning_content: 'First',
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'one', arguments: '{}' } },
        { id: 'c2', type: 'function', function: { name: 'two', arguments: '{}' } },
      ],
    },
    { role: 'tool', content: '1', tool_call_id: 'c1' },
    { role: 'tool', content: [{ type: 'text', text: '2' }], tool_call_id: 'c2' },
    { role: 'assistant', content: 'B', reasoning_content: 'Then' },
    { role: 'assistant', content: 'C' },
    { role: 'user', content: 'D' },
  ])
})

test('one tool of several can be demanded, or a part of them offered', async () => {
  const { ways: clients, getBodies } = await openOpenAI()
  const tools = ['one', 'two'].map((name) => ({ ...tool, name }))
  const { responses } = clients['through fetch']
  await responses.create({ input: 'a', tools, tool_choice: { type: 'function', name: 'two' } })
  await responses.create({ input: 'a', tools, tool_choice: 'none' })
  const named = { type: 'function', name: 'one' }
  await responses.create({
    input: 'a',
    tools,
    tool_choice: { type: 'allowed_tools', mode: 'required', tools: [named] },
  })
  expect(getBodies()).toMatchObject([
    { tool_choice: { type: 'function', function: { name: 'two' } }, tools: [{}, {}] },
    { tool_choice: 'none' },
    { tool_choice: 'required', tools: [{ function: { name: 'one' } }] },
  ])
  expect(getBodies()[2]!['tools']).toHaveLength(1)
})

describe('what needs a memory or tools that OpenAI hosts is refused by its name, and nothing is sent', () => {
  const refused: [object, string][] = [
    [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
    [{ conversation: 'conv_1' }, 'conversation'],
    [{ prompt: { id: 'pmpt_1' } }, 'prompt'],
    [{ store: true }, 'store'],
    [{ background: true }, 'background'],
    [{ truncation: 'auto' }, 'truncation'],
    [{ text: { format: { type: 'grammar' } } }, 'text.format'],
    [{ tools: [tool, { type: 'web_search' }] }, 'tools.1'],
    [{ tools: [{ type: 'mcp', server_label: 'a' }] }, 'tools.0'],
    [{ tools: [{ type: 'custom', name: 'a' }] }, 'tools.0'],
    [{ tools: [tool], tool_choice: { type: 'file_search' } }, 'tool_choice'],
    [{ tools: {} }, 'tools'],
    [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, 'input.0'],
    [{ input: [{ type: 'web_search_call', id: 'ws_1' }] }, 'input.0'],
    [{ input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }] }, 'input.0.content.0'],
    [{ input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }] }, 'input.0.content.0'],
    [{ input: [5] }, 'input.0'],
    [{ input: 5 }, 'input'],
    [{ instructions: [] }, 'instructions'],
  ]
  test.each(refused)('%o', async (params, param) => {
    const { ways: clients, emulator: server } = await openOpenAI()
    const call = clients['through a port'].responses.create({ input: 'Hello', ...params })
    await expect(call).rejects.toMatchObject({
      status: 400,
      code: 'request_refused',
      param,
      message: expect.stringContaining(param) as string,
    })
    expect(server.journal).toHaveLength(0)
  })
})

test('the kinds of hosted tools are named', async () => {
  const { ways: clients } = await openOpenAI()
  const call = clients['through fetch'].responses.create({ input: 'a', tools: [{ type: 'web_search' }] })
  await expect(call).rejects.toThrow('tools.0 is a tool of the type web_search, which OpenAI hosts')
})
