import { createTabbyClient } from '@tabby/core'
import { expect, test, vi } from 'vitest'
import { openEmulator } from '../../test/stream-server.js'
import { defineTool } from './define-tool.js'
import { runTools } from './run-tools.js'
import { streamTools } from './stream-tools.js'

const messages = [{ role: 'user', content: 'How is the weather?' }]
const toTool = (execute: () => unknown, name = 'weather') =>
  defineTool({ name, schema: { type: 'object', properties: {} }, execute })

test.each(['tool-call', 'tool-result', 'step'])(
  'an abort at the event %s: no tool that has not begun is run, and nothing is asked any more',
  async (type) => {
    const { client, readBodies } = await openEmulator()
    const controller = new AbortController()
    const execute = vi.fn<() => string>(() => 'sunny')
    const approve = vi.fn<() => boolean>(() => true)
    const options = { tools: [toTool(execute)], approve, signal: controller.signal }
    const read = async () => {
      for await (const event of streamTools(client, { messages }, options)) {
        if (event.type === type) controller.abort('enough')
      }
    }
    await expect(read()).rejects.toBe('enough')
    const times = type === 'tool-call' ? 0 : 1
    expect([execute.mock.calls.length, approve.mock.calls.length, readBodies().length]).toEqual([times, times, 1])
  },
)

test('an abort that comes with the answer of a request runs no tool', async () => {
  const { client } = await openEmulator()
  const controller = new AbortController()
  const execute = vi.fn<() => string>(() => 'sunny')
  const verify = () => controller.abort('enough')
  const run = runTools(client, { messages }, { tools: [toTool(execute)], signal: controller.signal, verify })
  await expect(run).rejects.toBe('enough')
  expect(execute).not.toHaveBeenCalled()
})

test('an abort, and the failure of another tool, leave no timer of a tool that goes on', async () => {
  const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const { server, client } = await openPair()
  const controller = new AbortController()
  const stuck = toTool(() => (setImmediate(() => controller.abort('enough')), new Promise(() => {})))
  const before = countTimers()
  await expect(runTools(client, { messages }, { tools: [stuck], signal: controller.signal })).rejects.toBe('enough')
  expect([server.asked, countTimers() - before]).toEqual([1, 0])
  const failing = [toTool(() => new Promise(() => {})), toTool(() => Promise.reject(new Error('mine')), 'other')]
  await expect(runTools(client, { messages }, { tools: failing })).rejects.toMatchObject({ cause: { message: 'mine' } })
  expect(countTimers() - before).toBe(0)
})

/** A client whose answers, from no socket and so without timers of one, call both tools. */
async function openPair() {
  const server = { asked: 0 }
  const tool_calls = ['weather', 'other'].map((name) => ({ id: name, function: { name, arguments: '{}' } }))
  const message = { role: 'assistant', content: null, tool_calls }
  const choices = [{ index: 0, finish_reason: 'tool_calls', message }]
  const answer = { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices }
  const fetch = async () => (server.asked++, Response.json(answer))
  return { server, client: createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', fetch }) }
}
