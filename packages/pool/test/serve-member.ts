import { createTabbyClient, type TabbyClientOptions } from '@tabby/core'
import { createDemoWorld } from '@tabby/emulator'
import { type Answer, type ArrivedRequest, getRecording, serveAnswers, serveEmulator } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'
import type { TabbyPool } from '../src/index.js'

const { response } = getRecording('get_.well-known_serviceinfo__noauth')
const info: Answer = { ...response, body: [response.body] }
const { response: none } = getRecording('nomodel_get_v1_model__api')

/** An answer in JSON. */
export const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: [JSON.stringify(value)],
})

/** How a server says that it has no model. */
export const noModel: Answer = { ...none, body: [none.body] }

/** Retries without a wait. */
const retry = { limit: 2, delay: () => 0 }

/** An emulator on a port, closed with its test, and a client of it. */
export async function serveMember(
  model: string | null = 'demo-8b-exl3',
  { tokensPerSecond = 0, embeddingModel = 'demo-embedding-small' } = {},
  options: TabbyClientOptions = {},
) {
  const world = { ...createDemoWorld(), loaded: { ...(model !== null && { model }), embeddingModel } }
  world.embeddingModels?.push({ name: 'demo-embedding-large', dimensions: 8 })
  const settings = { speed: { tokensPerSecond, moduleMilliseconds: 0 } }
  const server = await serveEmulator({ world, settings, journal: 1000, closeWith: onTestFinished })
  const getCalls = () => server.emulator.journal.filter(({ method }) => method === 'POST')
  return { ...server, getCalls, client: createTabbyClient({ baseUrl: server.url, retry, ...options }) }
}

/** A server that is up and has a model, and gives prepared answers to calls; `calls` are the others that arrived. */
export async function serveScript(
  answer: Answer | ((request: ArrivedRequest, index: number) => Answer | Promise<Answer>),
  options: TabbyClientOptions = {},
) {
  const calls: ArrivedRequest[] = []
  const checks: ArrivedRequest[] = []
  const server = await serveAnswers((request) => {
    const isCheck = request.path === '/.well-known/serviceinfo' || request.path.startsWith('/v1/model')
    if (isCheck) {
      checks.push(request)
      return request.path === '/v1/model' ? json({ id: 'a-model' }) : request.path.startsWith('/v1') ? noModel : info
    }
    calls.push(request)
    return typeof answer === 'function' ? answer(request, calls.length - 1) : answer
  })
  onTestFinished(server.close)
  return { ...server, calls, checks, client: createTabbyClient({ baseUrl: server.url, retry, ...options }) }
}

/** The client of a server that nobody listens at: systems hand out no port below 1024. */
export const deadClient = (port = 2) => createTabbyClient({ baseUrl: `http://127.0.0.1:${port}`, retry })

/** Closes a pool with its test. */
export function closeLater<Pool extends TabbyPool>(pool: Pool): Pool {
  onTestFinished(() => pool.close())
  return pool
}

/** How busy each member is. */
export const getBusy = (pool: TabbyPool) => pool.members.map(({ busy }) => busy)
