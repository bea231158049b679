import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { serveReplies } from '../../test/serve-replies.js'
import { defineTool, type ToolDefinition } from './define-tool.js'
import { runTools } from './run-tools.js'
import { streamTools } from './stream-tools.js'
import type { RunToolsOptions } from './tool-run.js'

const messages = [{ role: 'user', content: 'Do it' }]
const done = { message: { role: 'assistant', content: 'Done.' } }
const schema = {
  schema: v.object({ path: v.pipe(v.string(), v.trim()) }),
  jsonSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
}
type Definition = ToolDefinition<typeof schema>
const toTool = (name: string, execute: Definition['execute'], approve?: Definition['approve']) =>
  defineTool({ name, schema, execute, approve })
const toCall = (name: string, path: unknown = name) => {
  return { id: name, type: 'function', function: { name, arguments: JSON.stringify({ path }) } }
}
const openCalls = (...tool_calls: object[]) =>
  serveReplies([{ message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' }, done])
const sleep = (time: number) => new Promise((resolve) => setTimeout(resolve, time))

describe('a person is asked for calls that can run', () => {
  test.each<[string, object, RegExp]>([
    ['arguments that do not fit', toCall('work', 5), /path/],
    ['arguments that are not JSON', { function: { name: 'work', arguments: '{"path":' } }, /not valid JSON/],
    ['a tool that does not exist', toCall('wrok'), /no tool wrok/],
  ])('%s: nobody is asked, and the model is told', async (_what, call, problem) => {
    const { client } = await openCalls(call)
    const approve = vi.fn<() => boolean>(() => true)
    const execute = vi.fn<() => string>(() => 'ran')
    const { steps } = await runTools(client, { messages }, { tools: [toTool('work', execute)], approve })
    expect(steps[0]!.results[0]!.problem).toMatch(problem)
    expect([approve.mock.calls, execute.mock.calls]).toEqual([[], []])
  })

  test('with the name, the arguments as the schema gives them, the call and a signal', async () => {
    const { client } = await openCalls(toCall('work', ' a '))
    const seen: unknown[] = []
    const approve: RunToolsOptions['approve'] = (call, { signal }) => seen.push({ ...call }, signal.aborted) > 0
    await runTools(client, { messages }, { tools: [toTool('work', () => 1)], approve })
    expect(seen).toEqual([{ ...toCall('work', ' a '), index: 0, name: 'work', args: { path: 'a' } }, false])
  })

  test('one call after another, in their order, while what was approved runs at once', async () => {
    const { client } = await openCalls(toCall('first'), toCall('second'), toCall('third'))
    const log: string[] = []
    const approve: RunToolsOptions['approve'] = async ({ name }) => {
      log.push(`ask ${name}`)
      // The second is asked until the first has run: if approved calls waited for all approvals, it would hang.
      await (name === 'second' ? firstRan : sleep(5))
      log.push(`asked ${name}`)
      return name !== 'third'
    }
    let open!: () => void
    const firstRan = new Promise<void>((resolve) => (open = resolve))
    const run = (name: string) =>
      toTool(name, () => {
        log.push(`run ${name}`)
        open()
      })
    const options = { tools: [run('first'), run('second'), run('third')], approve }
    const { steps } = await runTools(client, { messages }, options)
    expect(log.filter((line) => line.startsWith('ask'))).toEqual([
      'ask first',
      'asked first',
      'ask second',
      'asked second',
      'ask third',
      'asked third',
    ])
    expect(log.indexOf('run first')).toBeLessThan(log.indexOf('asked second'))
    expect(steps[0]!.results.map(({ problem }) => problem)).toEqual([
      undefined,
      undefined,
      'the user did not allow the call',
    ])
  })

  test('for longer than toolTimeout, which counts from the start of the tool', async () => {
    const { client } = await openCalls(toCall('work'))
    const approve = () => sleep(120).then(() => true)
    const { steps } = await runTools(
      client,
      { messages },
      { tools: [toTool('work', () => 'ran')], approve, toolTimeout: 60 },
    )
    expect(steps[0]!.results[0]!.content).toBe('ran')
  })

  test.each([undefined, '', 0, 1, {}])('a verdict of %j is not a yes', async (verdict) => {
    const { client } = await openCalls(toCall('work'))
    const execute = vi.fn<() => string>(() => 'ran')
    const approve = () => verdict as never
    const { steps } = await runTools(client, { messages }, { tools: [toTool('work', execute)], approve })
    expect(steps[0]!.results[0]!.content).toBe('Error: the user did not allow the call')
    expect(execute).not.toHaveBeenCalled()
  })
})

describe('a tool that needs no approval', () => {
  test('runs while a person is asked for another, and its result is reported meanwhile', async () => {
    const { client } = await openCalls(toCall('danger'), toCall('fast'))
    let say!: (verdict: boolean) => void
    const asked: string[] = []
    const approve: RunToolsOptions['approve'] = ({ name }) => {
      asked.push(name)
      return new Promise<boolean>((resolve) => (say = resolve))
    }
    const tools = [toTool('danger', () => 'deleted'), toTool('fast', () => 'quick', false)]
    const results: string[] = []
    for await (const event of streamTools(client, { messages }, { tools, approve })) {
      if (event.type !== 'tool-result') continue
      results.push(event.result.name)
      // Nobody has said yes yet.
      if (event.result.name === 'fast') say(true)
    }
    expect(results).toEqual(['fast', 'danger'])
    expect(asked).toEqual(['danger'])
  })

  test.each([
    [1, 1],
    [2, 2],
    [undefined, 6],
  ])(
    'does not run beside more than maxParallelCalls: %s, with those that were approved',
    async (maxParallelCalls, most) => {
      const names = ['a', 'b', 'c', 'd', 'e', 'f']
      const { client } = await openCalls(...names.map((name) => toCall(name)))
      const seen = { running: 0, most: 0 }
      const execute = async () => {
        seen.most = Math.max(seen.most, ++seen.running)
        await sleep(20)
        seen.running--
      }
      const tools = names.map((name, place) => toTool(name, execute, place % 2 ? false : undefined))
      await runTools(client, { messages }, { tools, approve: async () => true, maxParallelCalls })
      expect(seen).toEqual({ running: 0, most })
    },
  )
})

describe('a tool with an approve of its own', () => {
  test('decides by itself, with checked arguments', async () => {
    const { client } = await openCalls(toCall('yes'), toCall('no'), toCall('why', ' x '), toCall('wrong', 5))
    const approve = vi.fn<() => boolean>(() => true)
    const never = vi.fn<() => boolean>(() => true)
    const tools = [
      toTool(
        'yes',
        () => 'ran',
        () => true,
      ),
      toTool(
        'no',
        () => 'ran',
        async () => false,
      ),
      toTool(
        'why',
        () => 'ran',
        ({ path }, { signal, call }) => `not ${path} ${call.id} ${signal.aborted}`,
      ),
      toTool('wrong', () => 'ran', never),
    ]
    const { steps } = await runTools(client, { messages }, { tools, approve })
    expect(steps[0]!.results.map(({ content }) => content)).toEqual([
      'ran',
      'Error: the user did not allow the call',
      'Error: not x why false',
      expect.stringMatching(/^Error: the arguments are wrong/),
    ])
    expect([approve.mock.calls, never.mock.calls]).toEqual([[], []])
  })

  test('of true is asked of the run, and a run without approve is refused before anything is sent', async () => {
    const { client, server } = await openCalls(toCall('work'))
    const tools = [toTool('work', () => 'ran', true)]
    await expect(runTools(client, { messages }, { tools })).rejects.toMatchObject({
      code: 'request_refused',
      message: expect.stringMatching(/tools\.0 \(work\) needs approval/),
    })
    expect(server.requests).toHaveLength(0)
    const { steps } = await runTools(client, { messages }, { tools, approve: () => false })
    expect(steps[0]!.results[0]!.content).toBe('Error: the user did not allow the call')
  })

  test('is not sent to the server, and stays when the tool is copied', async () => {
    const { client, readBodies } = await openCalls(toCall('work'))
    const tool = toTool(
      'work',
      () => 'ran',
      () => false,
    )
    const copy = { ...tool, function: { ...tool.function, description: 'Another' } }
    const { steps } = await runTools(client, { messages }, { tools: [copy] })
    expect(steps[0]!.results[0]!.problem).toBe('the user did not allow the call')
    expect(readBodies()[0].tools).toEqual([
      { type: 'function', function: { name: 'work', description: 'Another', parameters: schema.jsonSchema } },
    ])
    expect(JSON.stringify(toTool('work', () => 1, true))).not.toContain('approve')
  })

  test.each(['yes', 1, null, {}])('of %j is refused where the tool is defined', (approve) => {
    expect(() => toTool('work', () => 1, approve as never)).toThrow(/The tool work was not defined: approve/)
  })
})

describe('the signal of an approval', () => {
  test.each(['the run is aborted', 'another tool fails'])('is aborted when %s', async (what) => {
    const { client } = await openCalls(toCall('ask'), toCall('fail'))
    const controller = new AbortController()
    let seen: AbortSignal | undefined
    const approve: RunToolsOptions['approve'] = (_call, { signal }) => {
      seen = signal
      return new Promise<boolean>(() => {})
    }
    const fail = async () => {
      await vi.waitUntil(() => seen)
      if (what === 'another tool fails') throw new Error('mine')
      controller.abort('enough')
    }
    const tools = [toTool('ask', () => 1), toTool('fail', fail, false)]
    const run = runTools(client, { messages }, { tools, approve, signal: controller.signal })
    await expect(run).rejects.toBeDefined()
    expect(seen!.aborted).toBe(true)
  })

  test('is not aborted by the end of the step', async () => {
    const { client } = await openCalls(toCall('work'))
    let seen: AbortSignal | undefined
    const approve: RunToolsOptions['approve'] = (_call, { signal }) => !!(seen = signal)
    await runTools(client, { messages }, { tools: [toTool('work', () => 1)], approve })
    expect(seen!.aborted).toBe(false)
  })
})
