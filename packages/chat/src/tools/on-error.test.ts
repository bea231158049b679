import { expect, test } from 'vitest'
import { serveReplies } from '../../test/serve-replies.js'
import { defineTool } from './define-tool.js'
import { runTools } from './run-tools.js'
import type { Tool } from './tool.js'

const messages = [{ role: 'user', content: 'How is the weather?' }]
const done = { message: { role: 'assistant', content: 'Done.' } }
const tool_calls = [{ id: 'a', type: 'function', function: { name: 'weather', arguments: '{}' } }]
const call = { message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' }
const closed = new Error('the station is closed')
const define = (onError: Tool['onError']) =>
  defineTool({ name: 'weather', schema: { type: 'object' }, onError, execute: () => Promise.reject(closed) })

test.each<[Tool['onError'], 'throw' | 'tell-model', boolean]>([
  ['tell-model', 'throw', true],
  ['throw', 'tell-model', false],
  [(error) => (error === closed ? 'tell-model' : 'throw'), 'throw', true],
  [() => undefined, 'tell-model', true],
  [() => undefined, 'throw', false],
  [() => expect.fail('an onError that throws'), 'tell-model', false],
])('%s, in a run with %s: the model is told: %s', async (onError, onToolError, isTold) => {
  const { client } = await serveReplies([call, done])
  const run = runTools(client, { messages }, { tools: [define(onError)], onToolError })
  if (!isTold) return expect(run).rejects.toMatchObject({ code: 'tool_failed', cause: closed })
  expect((await run).steps[0]!.results[0]).toMatchObject({ problem: 'weather failed: the station is closed' })
})

test('an onError that is neither is refused', () => {
  expect(() => define('tell' as never)).toThrow("weather was not defined: onError must be 'throw', 'tell-model' or")
})
