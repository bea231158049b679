import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { serveReplies } from '../../test/serve-replies.js'
import { defineTool } from './define-tool.js'
import { findUnreadCall } from '@tabby/kit/tools/find-unread-call'
import { runTools } from './run-tools.js'
import { streamTools } from './stream-tools.js'

const messages = [{ role: 'user', content: 'How is the weather?' }]
const tools = [defineTool({ name: 'get_weather', schema: { type: 'object' }, execute: () => 'sunny' })]
const fail = (run: Promise<unknown>) =>
  run.then(
    () => expect.unreachable(),
    (error) => error,
  )
const json = '{"name": "get_weather", "arguments": {"city": "Oslo"}}'
const fence = '```'

const calls: Record<string, string> = {
  Hermes: `<tool_call>\n${json}\n</tool_call>`,
  'Hermes behind a sentence': `Let me check.\n\n<tool_call>\n${json}\n</tool_call>`,
  'Hermes in the line of a sentence': `Let me check.<tool_call>${json}</tool_call>`,
  'Hermes behind a mark that is quoted': `A "<tool_call>" now: <tool_call>${json}</tool_call>`,
  'Hermes that was cut off': '<tool_call>\n{"name": "get_wea',
  'Hermes with another tool': '<tool_call>{"name": "wether", "arguments": {}}</tool_call>',
  'Qwen coder': '<tool_call>\n<function=get_weather>\n<parameter=city>\nOslo\n</parameter>\n</function>\n</tool_call>',
  'a function alone': '<function=get_weather>{"city": "Oslo"}</function>',
  GLM: '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Oslo</arg_value>\n</tool_call>',
  Mistral: '[TOOL_CALLS] [{"name": "get_weather", "arguments": {"city": "Oslo"}}]',
  'a newer Mistral': '[TOOL_CALLS]get_weather[ARGS]{"city": "Oslo"}',
  'Llama with a token': `<|python_tag|>${json}`,
  'Llama in Python': '<|python_tag|>get_weather.call(city="Oslo")',
  'Llama in JSON': '{"name": "get_weather", "parameters": {"city": "Oslo"}}',
  'Llama with two': '{"name": "get_weather", "parameters": {}}; {"name": "get_weather", "parameters": {}}',
  'a list of calls': `[${json}]`,
  "OpenAI's own form": `{"tool_calls": [{"type": "function", "function": ${json}}]}`,
  'JSON in one fence': `${fence}json\n${json}\n${fence}`,
  'a list in Python': '[get_weather(city="Oslo")]',
  DeepSeek: '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```json\n{}\n```',
  Kimi: '<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>{}',
  MiniMax: '<minimax:tool_call>\n<invoke name="get_weather">\n<parameter name="city">Oslo</parameter></invoke>',
  Gemma: `${fence}tool_code\nget_weather(city="Oslo")\n${fence}`,
  LFM2: '<|tool_call_start|>[get_weather(city="Oslo")]<|tool_call_end|>',
  Command: '<|START_ACTION|>[\n{"tool_call_id": "0", "tool_name": "get_weather", "parameters": {}}\n]<|END_ACTION|>',
  Functionary: '>>>get_weather\n{"city": "Oslo"}',
  ReAct: 'Action: get_weather\nAction Input: {"city": "Oslo"}',
  Harmony: '<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"city":"Oslo"}',
}
const texts: Record<string, string> = {
  nothing: '',
  'a sentence': 'It is sunny in Oslo.',
  'a sentence with the name of a tool': 'I asked get_weather and it is sunny.',
  'a text about a tag': 'Models write `<tool_call>{"name": "get_weather"}</tool_call>` around a call.',
  'a text that begins with a tag': '<tool_call> is the tag that Hermes models write around a call.',
  'a text with a tag in its middle': 'The tag <tool_call> encloses JSON, <function=x> a function.',
  'an example in a fence': `For example:\n\n${fence}xml\n<tool_call>\n${json}\n</tool_call>\n${fence}\n\nThat is all.`,
  'JSON of something else': '{"name": "Ada", "arguments": ["a"]}',
  'JSON with the name alone': '{"name": "get_weather"}',
  'JSON with another function': '{"name": "get_time", "parameters": {}}',
  'XML that was asked for': '<tool>\n<name>hammer</name>\n</tool>',
  'Python that was asked for': '>>> print(1)\n1',
  'a list of links': '[1] (https://example.com)',
  'a plan': 'Action: I will call get_weather first.',
}

describe('a call that the server left in the text is found', () => {
  test.each(Object.entries(calls))('%s', (_name, text) => {
    expect(findUnreadCall(`\n${text}\n`, ['get_weather', 'toString'])).toBe(true)
  })
})

describe('other text is not taken for a call', () => {
  test.each(Object.entries(texts))('%s', (_name, text) => {
    expect(findUnreadCall(text, ['get_weather', 'toString'])).toBe(false)
  })

  test('however long it is', () => {
    const begin = performance.now()
    for (const text of ['<tool_call>'.repeat(50_000), '{"a":1}\n'.repeat(50_000), 'get_weather'.repeat(50_000)]) {
      expect(findUnreadCall(`x ${text}`, ['get_weather'])).toBe(false)
    }
    expect(performance.now() - begin).toBeLessThan(3000)
  })
})

describe('a run with such a call', () => {
  test('says so, in one piece and streamed, instead of giving it as the reply', async () => {
    for (const isStreamed of [false, true]) {
      const message = { role: 'assistant', content: calls['Qwen coder'] }
      const { client } = await serveReplies([{ message }], isStreamed)
      const error = await fail(
        isStreamed ? readAll(streamTools(client, { messages }, { tools })) : runTools(client, { messages }, { tools }),
      )
      expect(error).toMatchObject({ name: 'TabbyToolRunError', code: 'tool_call_malformed', reason: 'unread-call' })
      expect(error.message).toMatch(/tool_format.*tabby_config\.yml/)
      expect(error.message).not.toContain('Oslo')
      expect([error.text, error.transcript]).toEqual([calls['Qwen coder'], messages])
      expect(Object.keys(error)).not.toContain('text')
    }
  })

  test('as a server without a tool_format was recorded', async () => {
    await withRecording('chat_noparser_toolcall_raw_in_content', async (client) => {
      expect(await fail(runTools(client, { messages }, { tools }))).toMatchObject({ reason: 'unread-call' })
    })
  })

  test('names tool_choice when that is why', async () => {
    const { client } = await serveReplies([{ message: { role: 'assistant', content: calls['Hermes'] } }])
    const error = await fail(runTools(client, { messages, tool_choice: 'none' }, { tools }))
    expect(error.message).toMatch(/tool_choice is "none"/)
  })

  test('a reply that explains the markup is the reply', async () => {
    const content = texts['an example in a fence']
    const { client } = await serveReplies([{ message: { role: 'assistant', content } }])
    expect((await runTools(client, { messages }, { tools })).text).toBe(content)
  })
})
