import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { serveReplies } from '../../test/serve-replies.js'
import { defineTool } from './define-tool.js'
import { runTools } from './run-tools.js'
import { streamTools } from './stream-tools.js'
import type { ToolEvent, ToolRun } from './tool-run.js'

const messages = [{ role: 'user', content: 'How is the weather?' }]
const tools = [defineTool({ name: 'get_weather', schema: { type: 'object' }, execute: () => 'sunny' })]
const tool_calls = [{ id: 'a', index: 0, type: 'function', function: { name: 'get_weather', arguments: '{}' } }]
const call = {
  message: { role: 'assistant', content: '<think>I must look.</think>', tool_calls },
  finish_reason: 'tool_calls',
}
const reply = { message: { role: 'assistant', content: '<think>\nIt is sunny.\n</think>\n\nSunny.' } }
const toRun = (events: ToolEvent[]) => (events.at(-1) as { run: ToolRun }).run

describe('reasoning that the server leaves in the text', () => {
  test('is not taken for text, and the tools run', async () => {
    const { client, readBodies } = await serveReplies([call, reply])
    const run = await runTools(client, { messages }, { tools })
    expect(run.text).toBe('\n\nSunny.')
    expect(run.steps.map(({ results }) => results.length)).toEqual([1, 0])
    expect(run.messages.at(-1)).toMatchObject({ reasoning_content: '\nIt is sunny.\n', content: '\n\nSunny.' })
    expect(readBodies()[1].messages[1]).toMatchObject({ reasoning_content: 'I must look.', tool_calls })
  })

  test('comes as reasoning in a streamed run', async () => {
    const { client } = await serveReplies([call, reply], true)
    const events = await readAll(streamTools(client, { messages }, { tools }))
    expect(events.filter(({ type }) => type === 'reasoning')).toEqual([
      { type: 'reasoning', text: 'I must look.' },
      { type: 'reasoning', text: '\nIt is sunny.\n' },
    ])
    expect(events.filter(({ type }) => type === 'text')).toEqual([{ type: 'text', text: '\n\nSunny.' }])
    expect(events.filter(({ type }) => type === 'tool-call')).toHaveLength(1)
    expect(toRun(events).text).toBe('\n\nSunny.')
  })

  test('is found when its opening tag stands in the prompt', async () => {
    const message = { role: 'assistant', content: 'It is sunny.\n</think>\n\nSunny.' }
    const { client } = await serveReplies([{ message }])
    expect((await runTools(client, { messages }, { tools })).text).toBe('\n\nSunny.')
    const streamed = await serveReplies([{ message }], true)
    const options = { tools, splitReasoning: { startsInside: true } }
    const events = await readAll(streamTools(streamed.client, { messages }, options))
    expect(events[0]).toEqual({ type: 'reasoning', text: 'It is sunny.\n' })
    expect(toRun(events).text).toBe('\n\nSunny.')
  })

  test('a call behind it is found where the server has no tool_format', async () => {
    const content = '<think>I must look.</think>\n<tool_call>{"name":"get_weather","arguments":{}}</tool_call>'
    const { client } = await serveReplies([{ message: { role: 'assistant', content } }])
    await expect(runTools(client, { messages }, { tools })).rejects.toMatchObject({ reason: 'unread-call' })
  })

  test('stays in the text when that is wanted', async () => {
    for (const isStreamed of [false, true]) {
      const { client } = await serveReplies([reply], isStreamed)
      const options = { tools, splitReasoning: false } as const
      const { text } = isStreamed
        ? toRun(await readAll(streamTools(client, { messages }, options)))
        : await runTools(client, { messages }, options)
      expect(text).toBe(reply.message.content)
    }
  })
})
