import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { chatPath, completionPath, ask, contentOf, recordedWorld, serve } from './serve.js'
import type { Served } from './serve.js'

const chatAborted = { error: { message: 'Chat completion aborted. Please check the server console.', trace: null } }
const lively = { world: recordedWorld(), settings: { pingSeconds: 0.2 } }

async function healthIssues({ get }: Served): Promise<string[]> {
  const { issues } = (await (await get('/health')).json()) as { issues: { description: string }[] }
  return issues.map((issue) => issue.description)
}

describe('an explicit null', () => {
  const failing = [
    'stop',
    'temperature',
    'top_k',
    'top_p',
    'min_p',
    'xtc_probability',
    'frequency_penalty',
    'presence_penalty',
    'repetition_penalty',
    'penalty_range',
    'logprobs',
    'top_logprobs',
    'adaptive_target',
    'n',
  ]
  for (const field of failing) {
    test(`for ${field} fails the request, as a 503 or as the stream's only event`, async () => {
      const served = await serve({ world: recordedWorld() })
      const body = { ...ask('x [[len:2]]'), prompt: 'x [[len:2]]', max_tokens: 5, [field]: null }
      expect((await served.json(chatPath, body)).status).toBe(503)
      expect((await served.json(completionPath, body)).status).toBe(503)
      expect((await served.events(chatPath, body)).events).toEqual([chatAborted])
      expect((await served.events(completionPath, body)).events).toHaveLength(1)
      const harmful = ['temperature', 'frequency_penalty', 'presence_penalty', 'repetition_penalty', 'logprobs']
      expect(await healthIssues(served)).toHaveLength(harmful.includes(field) ? 4 : 0)
    })
  }

  for (const field of ['response_format', 'template_vars']) {
    test(`for ${field} is a 500 in chat`, async () => {
      const { json } = await serve({ world: recordedWorld() })
      expect((await json(chatPath, { ...ask('x'), [field]: null })).status).toBe(500)
    })
  }

  test('for max_tokens only fails a streamed text completion', async () => {
    const { json, events } = await serve({ world: recordedWorld() })
    expect((await json(completionPath, { prompt: 'x [[len:1]]', max_tokens: null })).status).toBe(200)
    expect((await events(chatPath, { ...ask('x [[len:1]]'), max_tokens: null })).events.at(-1)).toBe('[DONE]')
    expect((await events(completionPath, { prompt: 'x', max_tokens: null })).events[0]).toHaveProperty('error')
    expect((await events(completionPath, { prompt: 'x' })).events[0]).toHaveProperty('error')
  })

  test('for any other field is as if it were not there', async () => {
    const { json } = await serve({ world: recordedWorld() })
    const fields = [
      'min_tokens',
      'banned_strings',
      'tfs',
      'typical',
      'dry_base',
      'add_bos_token',
      'logit_bias',
      'json_schema',
      'max_temp',
      'stream',
      'stream_options',
      'model',
      'tools',
      'tool_choice',
      'reasoning',
      'add_generation_prompt',
    ]
    for (const field of fields) {
      expect([field, (await json(chatPath, { ...ask('x [[len:1]]'), [field]: null })).status]).toEqual([field, 200])
    }
  })
})

describe('a crash of the generator', () => {
  test('fails every running request, turns health for good, and lets later requests work', async () => {
    const served = await serve(lively)
    const bystanders = [
      served.events(chatPath, ask('Hello [[len:100]] [[delay:0.02]]')),
      served.json(completionPath, { prompt: 'Hello [[len:100]] [[delay:0.02]]', max_tokens: 200 }),
    ] as const
    await wait(200)
    const culprit = await served.json(chatPath, ask('Hello [[fail:3]] [[len:9]]'))
    expect(culprit.status).toBe(503)
    expect(culprit.body.detail).toMatch(/^Chat completion [0-9a-f]{32} aborted\. Maybe the model was unloaded\?/)
    const stream = await bystanders[0]
    expect(stream.events.at(-1)).toEqual(chatAborted)
    expect(contentOf(stream.events)).toMatch(/^Lorem ipsum/)
    expect((await bystanders[1]).status).toBe(503)
    expect(await healthIssues(served)).toHaveLength(3)
    expect((await served.get('/health')).status).toBe(503)
    expect((await served.json(chatPath, ask('Hello [[len:2]]'))).body.choices[0].message.content).toBe('Lorem ipsum')
    expect((await served.get('/health')).status).toBe(503)
  })

  test('puts a trace into the event when tracebacks are sent', async () => {
    const { events } = await serve({ world: recordedWorld(), settings: { sendTracebacks: true } })
    const { events: got } = await events(chatPath, ask('Hello [[fail:1]]'))
    expect(typeof got.at(-1)?.error.trace).toBe('string')
  })
})

describe('a generation whose job is taken away', () => {
  const long = 'Hello [[len:200]] [[delay:0.02]]'
  const causes = {
    'by logprobs: null of somebody else': (served: Served) =>
      served.json(chatPath, { ...ask('x [[len:2]]'), logprobs: null }),
    'by an unload': (served: Served) => served.post('/v1/model/unload', undefined),
  }
  for (const [title, cause] of Object.entries(causes)) {
    test(`${title} leaves a stream that only pings, and a plain answer cut short that says stop`, async () => {
      const served = await serve(lively)
      const streams = [
        served.events(chatPath, ask(long), AbortSignal.timeout(1500)),
        served.events(completionPath, { prompt: long, max_tokens: 300 }, AbortSignal.timeout(1500)),
      ]
      const plain = served.json(chatPath, { ...ask(long), stream_options: { include_usage: true } })
      await wait(300)
      await cause(served)
      const answer = await plain
      expect(answer.status).toBe(200)
      expect(answer.body.choices[0]).toMatchObject({ finish_reason: 'stop', eos_reason: null, stop_str: null })
      expect(answer.body.choices[0].message.content).toMatch(/^Lorem ipsum/)
      expect(answer.body.usage).toBeNull()
      for (const stream of await Promise.all(streams)) {
        expect(stream.ended).toBe(false)
        expect(stream.pings).toBeGreaterThan(2)
        expect(contentOf(stream.events).length).toBeLessThan(300)
        expect(stream.events).not.toContain('[DONE]')
      }
    })
  }
})

describe('a client that leaves', () => {
  for (const [title, body] of Object.entries({
    'in mid-stream': { ...ask('Hello [[len:500]] [[delay:0.02]]'), stream: true, n: 2 },
    'in the prefill': { ...ask('Hello [[prefill:20]]'), stream: true },
    'while it waits for a plain answer': ask('Hello [[len:500]] [[delay:0.02]]'),
  })) {
    test(`${title} ends its jobs at once: a load has nothing to wait for`, async () => {
      const { post } = await serve({ world: recordedWorld() })
      const left = new AbortController()
      const request = post(chatPath, body, left.signal).then((response) => response.text())
      request.catch(() => undefined)
      await wait(150)
      left.abort()
      await expect(request).rejects.toThrow('aborted')
      const began = performance.now()
      const load = await post('/v1/model/load', { model_name: 'stub-plain-3b' })
      expect(await load.text()).toContain('"finished"')
      expect(performance.now() - began).toBeLessThan(2500)
    })
  }
})

describe('sampler overrides', () => {
  const set = (served: Served, overrides: object) => served.post('/v1/sampling/override/switch', { overrides })

  test('give defaults to who says nothing, and force their values on everybody', async () => {
    const served = await serve({ world: recordedWorld() })
    const content = async (body: object): Promise<string> =>
      (await served.json(chatPath, { ...ask('x [[len:9]]'), ...body })).body.choices[0].message.content
    await set(served, { max_tokens: { override: 2 } })
    expect(await content({})).toBe('Lorem ipsum')
    expect(await content({ max_tokens: 3 })).toBe('Lorem ipsum dolor')
    await set(served, { max_tokens: { override: 1, force: true } })
    expect(await content({ max_tokens: 3 })).toBe('Lorem')
    await set(served, { stop: { override: ['dolor'], force: true, additive: true } })
    expect(await content({ stop: ['sit'] })).toBe('Lorem ipsum ')
    await set(served, { temperature: { override: 99, force: true } })
    expect(await content({ max_tokens: 1 })).toBe('Lorem')
  })

  test('that are malformed break every generation until they are unloaded', async () => {
    const served = await serve({ world: recordedWorld() })
    await set(served, { temperature: 1.5 })
    expect((await served.json(chatPath, ask('x'))).status).toBe(500)
    expect((await served.json(completionPath, { prompt: 'x', temperature: 1 })).status).toBe(500)
    expect((await served.post(chatPath, { ...ask('x'), stream: true })).status).toBe(500)
    await served.post('/v1/sampling/override/unload', undefined)
    expect((await served.json(chatPath, ask('x [[len:1]]'))).status).toBe(200)
  })
})

function nest(depth: number): object {
  return depth === 0 ? { type: 'string' } : { type: 'array', minItems: 20, items: nest(depth - 1) }
}

describe('a request that asks for too much', () => {
  test.each([
    ['choices', { n: 1e9 }],
    ['thoughts', { messages: [{ role: 'user', content: '[[think:1e12]]' }], max_tokens: 3 }],
    ['words', { messages: [{ role: 'user', content: '[[len:1e12]]' }], max_tokens: 3 }],
    ['items', { json_schema: { type: 'array', minItems: 1e9 } }],
    ['members', { json_schema: { type: 'object', minProperties: 1e9 } }],
    ['characters', { json_schema: { type: 'string', minLength: 1e12 } }],
    ['nested values', { json_schema: nest(9) }],
    ['repeats of a pattern', { regex_pattern: '(a{9999}){9999}', max_tokens: 3 }],
  ])('of %s does no harm to the server', async (_title, more) => {
    const served = await serve({ world: recordedWorld(), settings: { speed: { tokensPerSecond: 0 } } })
    const body = { ...ask('x'), prompt: 'x', ...more }
    for (const answer of [await served.json(chatPath, body), await served.json(completionPath, body)]) {
      expect(answer.status).toBe('n' in more ? 503 : 200)
      // As on the real server, the context is the end of what can be said.
      const reason = 'json_schema' in more ? 'length' : expect.any(String)
      if (answer.status === 200) expect(answer.body.choices[0].finish_reason).toEqual(reason)
    }
    await (await served.post(chatPath, { ...body, stream: true })).text()
    expect((await served.get('/health')).status).toBe(200)
    expect((await served.json(chatPath, ask('x [[len:1]]'))).body.choices[0].message.content).toBe('Lorem')
  })
})
