import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.js'
import type { Emulator, EmulatorOptions } from '../src/index.js'

const testKeys = { api: ['user'], admin: ['boss'] }
const base = 'http://emulator'

function create(options: EmulatorOptions = {}): Emulator {
  return createEmulator({ keys: testKeys, ...options, settings: { pingSeconds: 0, ...options.settings } })
}

async function send(emulator: Emulator, path: string, body?: unknown, key = 'boss'): Promise<Response> {
  const init: RequestInit = { headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } }
  if (body !== undefined) Object.assign(init, { method: 'POST', body: body === null ? null : JSON.stringify(body) })
  return emulator.fetch(`${base}${path}`, init)
}

async function read(emulator: Emulator, path: string, key?: string): Promise<Record<string, unknown>> {
  return (await (await send(emulator, path, undefined, key)).json()) as Record<string, unknown>
}

const load = (emulator: Emulator, name: string, more = {}): Promise<string> =>
  send(emulator, '/v1/model/load', { model_name: name, ...more }).then((answer) => answer.text())
const loaded = async (emulator: Emulator): Promise<unknown> => (await read(emulator, '/v1/model')).id
const names = async (emulator: Emulator, path: string, key?: string): Promise<unknown[]> =>
  ((await read(emulator, path, key)).data as { id: string }[]).map((entry) => entry.id ?? entry)

describe('loading a model', () => {
  test('answers 503 while the model is on its way, and lists nothing to an api key', async () => {
    const emulator = create({ settings: { speed: { moduleMilliseconds: 20 } } })
    const done = load(emulator, 'demo-base-3b-exl3')
    await wait(40)
    expect((await send(emulator, '/v1/model')).status).toBe(503)
    expect((await send(emulator, '/v1/model/unload', null)).status).toBe(503)
    expect(await names(emulator, '/v1/models', 'user')).toEqual([])
    await done
    expect(await loaded(emulator)).toBe('demo-base-3b-exl3')
    expect(await names(emulator, '/v1/models', 'user')).toEqual(['demo-base-3b-exl3'])
  })

  test('goes on and finishes when its client leaves', async () => {
    const emulator = create({ settings: { speed: { moduleMilliseconds: 15 } } })
    const body = JSON.stringify({ model_name: 'demo-base-3b-exl3' })
    const headers = { 'x-admin-key': 'boss', 'content-type': 'application/json' }
    const answer = await emulator.fetch(`${base}/v1/model/load`, { method: 'POST', headers, body })
    await answer.body?.cancel()
    expect((await send(emulator, '/v1/model')).status).toBe(503)
    await wait(250)
    expect(await loaded(emulator)).toBe('demo-base-3b-exl3')
  })

  test('does one load after another', async () => {
    const emulator = create({ settings: { speed: { moduleMilliseconds: 5 } } })
    const both = [load(emulator, 'demo-vision-8b-exl3'), load(emulator, 'demo-base-3b-exl3')]
    const [first, second] = await Promise.all(both)
    expect(first).toContain('"model_type":"vision","module":4,"modules":4,"status":"finished"')
    expect(first).toContain('"model_type":"model","module":8,"modules":8,"status":"finished"')
    expect(second).toContain('"module":6,"modules":6,"status":"finished"')
    expect(await loaded(emulator)).toBe('demo-base-3b-exl3')
  })

  test('waits for the generations that are running', async () => {
    const emulator = create()
    const messages = [{ role: 'user', content: 'Hi [[len:10]] [[delay:0.02]]' }]
    const stream = send(emulator, '/v1/chat/completions', { messages, stream: true }).then((answer) => answer.text())
    await wait(40)
    await load(emulator, 'demo-base-3b-exl3')
    expect(await stream).toContain('data: [DONE]')
  })

  test('leaves no model loaded when it fails, says so in the stream, and the server stays healthy', async () => {
    const emulator = create()
    const text = await load(emulator, 'demo-70b-exl3')
    expect(text).toMatch(
      /"module":14,.*\r\n\r\ndata: {"error":{"message":"CUDA out of memory.","trace":null}}\r\n\r\n$/,
    )
    expect((await send(emulator, '/v1/model')).status).toBe(503)
    expect((await send(emulator, '/health')).status).toBe(200)
  })

  test('does nothing for the model that is loaded, whatever the parameters', async () => {
    const emulator = create()
    expect((await load(emulator, 'demo-8b-exl3', { max_seq_len: 512 })).split('\r\n\r\n')).toHaveLength(3)
    expect((await read(emulator, '/props')).default_generation_settings).toEqual({ n_ctx: 4096 })
  })

  test('takes parameters from the request before those of the model', async () => {
    const emulator = create()
    await load(emulator, 'demo-base-3b-exl3', { max_seq_len: 2048, cache_mode: 'Q8', rope_alpha: 'auto' })
    expect((await read(emulator, '/v1/model')).parameters).toMatchObject({
      max_seq_len: 2048,
      cache_size: 2048,
      cache_mode: 'Q8',
      rope_alpha: 1,
    })
  })
})

describe('unloading a model in mid-stream', () => {
  test('leaves the stream pinging for ever and ends a plain answer early', async () => {
    const emulator = createEmulator({ settings: { pingSeconds: 0.02 } })
    const messages = [{ role: 'user', content: 'Hi [[len:50]] [[delay:0.02]]' }]
    const stream = await send(emulator, '/v1/chat/completions', { messages, stream: true })
    const plain = send(emulator, '/v1/chat/completions', { messages }).then((answer) => answer.json())
    await wait(100)
    expect(await (await send(emulator, '/v1/model/unload', null)).text()).toBe('null')
    expect(await plain).toMatchObject({ choices: [{ finish_reason: 'stop', eos_reason: null }] })
    const reader = stream.body?.getReader()
    const frames: string[] = []
    const end = Date.now() + 250
    while (Date.now() < end) frames.push(new TextDecoder().decode((await reader?.read())?.value))
    await reader?.cancel()
    expect(frames.slice(-5).every((frame) => frame.startsWith(': ping - '))).toBe(true)
    expect(frames.join('')).not.toContain('finish_reason": "')
  })
})

describe('health', () => {
  test('turns unhealthy with a crash and stays so, while requests work again', async () => {
    const emulator = create()
    const ask = (content: string): Promise<Response> =>
      send(emulator, '/v1/chat/completions', { messages: [{ role: 'user', content }] })
    expect((await ask('Hi [[fail:2]]')).status).toBe(503)
    expect((await ask('Hi [[len:2]]')).status).toBe(200)
    expect((await send(emulator, '/health')).status).toBe(503)
    expect(await read(emulator, '/health')).toMatchObject({ status: 'unhealthy', issues: [{}] })
    expect(emulator.healthIssues).toHaveLength(1)
  })
})

describe('downloads', () => {
  test('put a folder where an admin sees it and can load it', async () => {
    const emulator = create()
    const answer = await send(emulator, '/v1/download', { repo_id: 'demo/new-model' })
    expect(await answer.json()).toEqual({ download_path: 'models/new-model' })
    expect(await names(emulator, '/v1/models')).toContain('new-model')
    await load(emulator, 'new-model')
    expect(await loaded(emulator)).toBe('new-model')
  })

  test('leave nothing behind when the client leaves half way', async () => {
    const world = { models: [], repositories: [{ id: 'demo/*', milliseconds: 200 }] }
    const emulator = createEmulator({ world })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"repo_id":"demo/x"}' }
    const call = emulator.fetch(`${base}/v1/download`, { ...init, signal: AbortSignal.timeout(30) })
    await expect(call).rejects.toThrow('timeout')
    await wait(250)
    expect(await names(emulator, '/v1/models')).toEqual([])
  })
})

describe('LoRAs', () => {
  test('all fail as shipped, and work when the settings say so', async () => {
    const loras = { loras: [{ name: 'demo-lora', scaling: 0.5 }, { name: 'nope' }] }
    const shipped = create({ settings: { workingLoras: false } })
    expect(await (await send(shipped, '/v1/lora/load', loras)).json()).toEqual({
      success: [],
      failure: ['demo-lora', 'nope'],
    })
    const working = create()
    expect(await (await send(working, '/v1/lora/load', loras)).json()).toEqual({
      success: ['demo-lora'],
      failure: ['nope'],
    })
    expect((await read(working, '/v1/lora')).data).toMatchObject([{ id: 'demo-lora', scaling: 0.5 }])
    await send(working, '/v1/lora/unload', null)
    expect(await names(working, '/v1/loras', 'user')).toEqual([])
  })
})

describe('keys', () => {
  test('change at run time', async () => {
    const emulator = create()
    emulator.rotateKeys({ api: ['new'], admin: ['boss'] })
    expect((await send(emulator, '/v1/model', undefined, 'user')).status).toBe(401)
    expect((await send(emulator, '/v1/model', undefined, 'new')).status).toBe(200)
  })
})

describe('embeddings', () => {
  test('are of unit length, the same for the same text, and nearer for texts that are alike', async () => {
    const emulator = create()
    const input = ['The cat sat on the mat', 'A cat sat on a mat', 'Quarterly revenue grew', 'The cat sat on the mat']
    const answer = (await (await send(emulator, '/v1/embeddings', { input })).json()) as {
      data: { embedding: number[] }[]
    }
    const [a = [], b = [], c = [], d = []] = answer.data.map((entry) => entry.embedding)
    const dot = (x: number[], y: number[]): number => x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0)
    expect(dot(a, a)).toBeCloseTo(1, 5)
    expect(d).toEqual(a)
    expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.2)
  })

  test('are the same numbers as base64', async () => {
    const emulator = create()
    const ask = async (format: string): Promise<unknown> => {
      const answer = await send(emulator, '/v1/embeddings', { input: 'x', encoding_format: format })
      return ((await answer.json()) as { data: { embedding: unknown }[] }).data[0]?.embedding
    }
    const bytes = Buffer.from((await ask('base64')) as string, 'base64')
    const floats = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
    expect(await ask('float')).toEqual(floats)
  })
})
