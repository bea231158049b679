import { describe, expect, onTestFinished, test } from 'vitest'
import { pathOf, useCommand } from '../command-process.js'

const apiKey = { 'x-api-key': 'tabby-api-key-0000000000000000' }
const adminKey = { authorization: 'Bearer tabby-admin-key-11111111111111' }
const chatPath = '/v1/chat/completions'
const command = useCommand()

/** Serves a shipped world in a process of its own, and says how to ask it. */
async function open(world: string) {
  const { url, stop } = await command.serve('--config', pathOf(`worlds/${world}.json`))
  onTestFinished(async () => expect(await stop()).toBe(0))
  return async (path: string, headers: Record<string, string>, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(url + path, { ...init, headers: { 'content-type': 'application/json', ...headers } })
    const text = await answer.text()
    return { status: answer.status, type: answer.headers.get('content-type'), text }
  }
}

const ask = (content: string, more: object = {}): object => ({ messages: [{ role: 'user', content }], ...more })

describe('a shipped world, served by the command', () => {
  test('recorded: everything is on, and a path-style name is loaded though no list shows it', async () => {
    const send = await open('recorded')
    const { text } = await send(chatPath, apiKey, ask('x [[len:2]]', { stream: true }))
    expect(text).toMatch(/"content": "Lorem"[^]*"content": " ipsum"[^]*data: \[DONE\]\r\n\r\n$/)
    expect((await send('/api/v1/model', apiKey)).text).toBe('{"result":"tabbyAPI/stub-7b-exl3"}')
    expect((await send('/v1/models', adminKey)).text).not.toContain('4.00bpw')
    const name = 'nested-model/exl3/4.00bpw'
    expect((await send('/v1/model/load', adminKey, { model_name: name })).text).toContain('"finished"')
    expect(JSON.parse((await send('/v1/model', apiKey)).text)).toMatchObject({ id: '4.00bpw' })
  })

  test('nomodel: nothing is loaded, and a request that names a model breaks', async () => {
    const send = await open('recorded.nomodel')
    const nothing = { status: 503, type: 'application/json', text: '{"detail":"No models are currently loaded."}' }
    expect(await send('/v1/model', apiKey)).toEqual(nothing)
    expect(await send(chatPath, apiKey, ask('x'))).toEqual(nothing)
    expect((await send(chatPath, apiKey, ask('x', { model: 'stub-7b-exl3' }))).status).toBe(500)
    expect(JSON.parse((await send('/v1/models', apiKey)).text)).toMatchObject({ data: [] })
  })

  test('nostream: a stream that was asked for comes as one piece of JSON', async () => {
    const send = await open('recorded.nostream')
    const answer = await send(chatPath, apiKey, ask('x [[len:2]]', { stream: true }))
    expect([answer.status, answer.type]).toEqual([200, 'application/json'])
    expect(answer.text).toContain('"content":"Lorem ipsum"')
    const load = await send('/v1/model/load', adminKey, { model_name: 'stub-plain-3b' })
    expect(load.type).toBe('text/event-stream; charset=utf-8')
  })

  test('inline: an admin loads by asking, an api key may not, and dummy names stand for what is loaded', async () => {
    const send = await open('recorded.inline')
    const nameOf = (text: string): unknown => (JSON.parse(text) as { model: unknown }).model
    const refused = await send(chatPath, apiKey, ask('x', { model: 'stub-7b-exl3' }))
    expect(refused.status).toBe(401)
    expect(nameOf((await send(chatPath, apiKey, ask('x [[len:1]]', { model: 'gpt-4o' }))).text)).toBe('stub-plain-3b')
    expect(nameOf((await send(chatPath, adminKey, ask('x [[len:1]]', { model: 'stub-7b-exl3' }))).text)).toBe(
      'stub-7b-exl3',
    )
    expect(nameOf((await send(chatPath, adminKey, ask('x [[len:1]]', { model: 'nope' }))).text)).toBe('stub-7b-exl3')
    expect((await send('/v1/models', apiKey)).text).toMatch(/gpt-3\.5-turbo.*gpt-4o.*stub-7b-exl3/)
    expect((await send(chatPath, adminKey, ask('x', { model: 'stub-broken' }))).status).toBe(500)
    expect((await send('/v1/model', apiKey)).status).toBe(503)
    expect((await send(chatPath, apiKey, ask('x', { model: 'gpt-4o' }))).status).toBe(500)
  })

  test('noauth: nobody needs a key, and everybody is an admin, with a wrong key too', async () => {
    const send = await open('recorded.noauth')
    for (const headers of [{}, { 'x-admin-key': 'wrong' }, { authorization: 'Bearer wrong' }]) {
      expect((await send('/v1/auth/permission', headers)).text).toBe('{"permission":"admin"}')
      expect((await send('/v1/models', headers)).text).toContain('stub-slow-13b')
    }
    expect((await send('/v1/model/unload', {}, null)).text).toBe('null')
  })

  test('oaionly: no Kobold, tracebacks in streams alone, bodies are logged, two api keys, no pings', async () => {
    const send = await open('recorded.oaionly')
    for (const key of ['user-key-one', 'user-key-two']) {
      expect((await send('/v1/model', { 'x-api-key': key })).status).toBe(200)
    }
    const headers = { 'x-api-key': 'user-key-one' }
    expect(await send('/api/v1/model', headers)).toMatchObject({ status: 404, text: '{"detail":"Not Found"}' })
    expect((await send('/.well-known/serviceinfo', {})).text).toContain('koboldai')
    const failing = ask('x [[fail:1]] [[len:4]]')
    expect((await send(chatPath, headers, { ...failing, stream: true })).text).toMatch(/"trace":"[^"]*Traceback/)
    expect((await send(chatPath, headers, failing)).text).toMatch(/^\{"detail":"Chat completion [\da-f]{32} aborted/)
    expect((await send(chatPath, headers, [1])).status).toBe(500)
    expect((await send(chatPath, headers, ask('x [[prefill:1.5]] [[len:1]]', { stream: true }))).text).not.toContain(
      ': ping',
    )
  })
})
