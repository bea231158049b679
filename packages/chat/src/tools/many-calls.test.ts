import { describe, expect, test } from 'vitest'
import { serveReplies } from '../../test/serve-replies.js'
import { defineTool } from './define-tool.js'
import { runTools } from './run-tools.js'

const messages = [{ role: 'user', content: 'Do it' }]
const done = { message: { role: 'assistant', content: 'Done.' } }
const openCalls = (count: number) => {
  const tool_calls = Array.from({ length: count }, (_, index) => {
    return { id: `c${index}`, type: 'function', index, function: { name: 'work', arguments: '{}' } }
  })
  return serveReplies([
    { message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' },
    done,
  ])
}

/** A tool that counts how many of it run at the same time. */
function createWorker() {
  const seen = { running: 0, most: 0, started: 0 }
  const execute = async () => {
    seen.started++
    seen.most = Math.max(seen.most, ++seen.running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    seen.running--
    return seen.started
  }
  return { seen, tool: defineTool({ name: 'work', schema: { type: 'object' }, execute }) }
}

describe('calls of one step', () => {
  test.each([
    [undefined, 16],
    [1, 1],
    [3, 3],
    [Infinity, 40],
  ])('with maxParallelCalls: %s no more than %i run at a time, and all of them run', async (maxParallelCalls, most) => {
    const { client, readBodies } = await openCalls(40)
    const { seen, tool } = createWorker()
    const options = maxParallelCalls === undefined ? {} : { maxParallelCalls }
    const { steps } = await runTools(client, { messages }, { tools: [tool], ...options })
    expect(seen).toEqual({ running: 0, most, started: 40 })
    expect(steps[0]!.results.map(({ call }) => call.id)).toEqual(Array.from({ length: 40 }, (_, index) => `c${index}`))
    expect(readBodies()[1].messages).toHaveLength(42)
  })

  test('the time limit of a call counts from its own start', async () => {
    const { client } = await openCalls(12)
    const { seen, tool } = createWorker()
    await runTools(client, { messages }, { tools: [tool], maxParallelCalls: 1, toolTimeout: 50 })
    expect(seen.started).toBe(12)
  })

  test('after a failure none that waits is started', async () => {
    const { client } = await openCalls(40)
    let started = 0
    const execute = async () => {
      if (++started === 3) throw new Error('mine')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const tool = defineTool({ name: 'work', schema: { type: 'object' }, execute })
    await expect(runTools(client, { messages }, { tools: [tool], maxParallelCalls: 4 })).rejects.toMatchObject({
      code: 'tool_failed',
      cause: { message: 'mine' },
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(started).toBeLessThan(6)
  })

  test('after an abort none that waits is started', async () => {
    const { client } = await openCalls(40)
    const controller = new AbortController()
    let started = 0
    const execute = () => {
      if (++started === 2) controller.abort('enough')
      return new Promise((resolve) => setTimeout(resolve, 20))
    }
    const tool = defineTool({ name: 'work', schema: { type: 'object' }, execute })
    const run = runTools(client, { messages }, { tools: [tool], maxParallelCalls: 2, signal: controller.signal })
    await expect(run).rejects.toBe('enough')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(started).toBe(2)
  })

  test('4,000 of them, each asked for approval, take no longer than their number', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error) => warnings.push(warning)
    process.on('warning', warn)
    const { client } = await openCalls(4000)
    const tool = defineTool({ name: 'work', schema: { type: 'object' }, execute: () => 'x' })
    const begin = performance.now()
    const { steps } = await runTools(client, { messages }, { tools: [tool], approve: async () => true })
    // To race all that run for each result would be quadratic.
    expect(performance.now() - begin).toBeLessThan(4000)
    expect(steps[0]!.results).toHaveLength(4000)
    process.off('warning', warn)
    expect(warnings).toEqual([])
  })
})
