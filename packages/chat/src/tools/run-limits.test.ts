import { readAll, serveAnswers } from '@tabby/emulator/testing'
import { createTabbyClient, type Usage } from '@tabby/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openEmulator } from '../../test/stream-server.js'
import { addUsage } from './add-usage.js'
import { defineTool } from './define-tool.js'
import { runTools } from './run-tools.js'
import { streamTools } from './stream-tools.js'
import type { RunToolsOptions } from './tool-run.js'

const messages = [{ role: 'user', content: 'Do it' }]
const sleep = (time: number) => new Promise((resolve) => setTimeout(resolve, time))
const toTool = (execute: () => unknown) => defineTool({ name: 'work', schema: { type: 'object' }, execute })

/** A server that calls the tool in so many completions, `width` times in each, before it says that it is done. */
async function openSteps(count: number, width = 1) {
  const tool_calls = Array.from({ length: width }, (_, index) => {
    return { id: `c${index}`, index, type: 'function', function: { name: 'work', arguments: '{}' } }
  })
  const server = await serveAnswers((_request, index) => {
    const isDone = index >= count
    const message = { role: 'assistant', ...(isDone ? { content: 'Done.' } : { content: null, tool_calls }) }
    const choices = [{ index: 0, finish_reason: isDone ? 'stop' : 'tool_calls', message }]
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, completion_time: 0.5 }
    const answer = { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices, usage }
    return { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answer)] }
  })
  onTestFinished(server.close)
  return { server, client: createTabbyClient({ baseUrl: server.url, retry: false }) }
}

describe('maxSteps', () => {
  test.each([
    [undefined, 9, true],
    [undefined, 10, false],
    [1, 0, true],
    [1, 1, false],
    [3, 2, true],
    [3, 3, false],
    [Infinity, 15, true],
  ])('of %s and %i completions with calls: a reply is %s', async (maxSteps, count, hasReply) => {
    const { server, client } = await openSteps(count)
    let ran = 0
    const run = runTools(client, { messages }, { tools: [toTool(() => ++ran)], maxSteps })
    if (hasReply) expect((await run).text).toBe('Done.')
    else await expect(run).rejects.toMatchObject({ code: 'tool_step_limit', reason: 'step-limit' })
    expect(server.requests).toHaveLength(hasReply ? count + 1 : count)
    // The calls of the last completion are not run.
    expect(ran).toBe(hasReply ? count : count - 1)
  })
})

describe('maxParallelCalls', () => {
  test.each([
    [3, 3, true],
    [3, 4, false],
    [undefined, 16, true],
    [undefined, 17, false],
  ])('of %s and %i calls: all run at the same time is %s', async (maxParallelCalls, width, isAll) => {
    const { client } = await openSteps(1, width)
    let running = 0
    let most = 0
    const execute = async () => {
      most = Math.max(most, ++running)
      await sleep(30)
      running--
    }
    await runTools(client, { messages }, { tools: [toTool(execute)], maxParallelCalls })
    expect(most === width).toBe(isAll)
    expect(most).toBe(Math.min(width, maxParallelCalls ?? 16))
  })
})

describe('toolTimeout', () => {
  test.each([
    [300, 20, 'ran'],
    [20, 300, 'Error: work gave no result within 20 ms'],
    [false, 100, 'ran'],
    [undefined, 100, 'ran'],
  ] as const)('of %s for a tool that takes %i ms: %s', async (toolTimeout, time, content) => {
    const { client } = await openSteps(1)
    const { steps, text } = await runTools(
      client,
      { messages },
      { tools: [toTool(() => sleep(time).then(() => 'ran'))], toolTimeout },
    )
    expect(steps[0]!.results[0]!.content).toBe(content)
    expect(text).toBe('Done.')
  })

  test.each([undefined, () => true])(
    'counts for a schema that takes too long to check, approve: %s',
    async (approve) => {
      const { client } = await openSteps(1)
      const validate = () => new Promise<never>(() => {})
      const schema = { schema: { '~standard': { version: 1, vendor: 'mine', validate } } as const, jsonSchema: {} }
      const tool = defineTool({ name: 'work', schema, execute: () => 'ran' })
      const options: RunToolsOptions = { tools: [tool], toolTimeout: 30, approve }
      const { steps } = await runTools(client, { messages }, options)
      expect(steps[0]!.results[0]!.problem).toBe('work gave no result within 30 ms')
    },
  )
})

describe('the usage of a run', () => {
  test('is the sum of its steps', async () => {
    const { client } = await openSteps(2)
    const { usage, steps } = await runTools(client, { messages }, { tools: [toTool(() => 1)] })
    expect(steps).toHaveLength(3)
    expect(usage).toMatchObject({ prompt_tokens: 30, completion_tokens: 15, total_tokens: 45, completion_time: 1.5 })
    expect(usage).toMatchObject({ completion_tokens_per_sec: 10, prompt_time: null, prompt_tokens_per_sec: null })
  })

  test('stands at the end of a stream too', async () => {
    const { client } = await openEmulator()
    const tools = [defineTool({ name: 'weather', schema: { type: 'object' }, execute: () => 'sunny' })]
    const events = await readAll(streamTools(client, { messages }, { tools }))
    const end = events.at(-1)!
    if (end.type !== 'finish') return expect.unreachable()
    const each = end.run.steps.map(({ answer }) => answer.usage!)
    expect(each).toHaveLength(2)
    expect(end.run.usage!.total_tokens).toBe(each[0]!.total_tokens + each[1]!.total_tokens)
    expect(end.run.usage!.completion_tokens).toBe(each[0]!.completion_tokens + each[1]!.completion_tokens)
  })

  test('adds kinds of tokens, and counts a step without usage as nothing', () => {
    const usage: Usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
    const details = { ...usage, prompt_tokens_details: { cached_tokens: 4 } }
    expect(addUsage(undefined, null)).toBeUndefined()
    expect(addUsage(undefined, usage)).toBe(usage)
    expect(addUsage(usage, null)).toBe(usage)
    expect(addUsage(details, details)).toMatchObject({ total_tokens: 6, prompt_tokens_details: { cached_tokens: 8 } })
    expect(addUsage(details, usage)).toMatchObject({ prompt_tokens_details: { cached_tokens: 4 } })
    expect(addUsage(usage, usage)).toMatchObject({ prompt_tokens_details: null })
  })
})
