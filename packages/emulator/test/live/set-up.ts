import { createEmulator } from '../../src/index.js'
import type { Emulator } from '../../src/index.js'
import { type MirroredState, mirrorServer } from './mirror.js'

/** The server that is compared with, and an emulator in the same state. */
export interface Pair {
  readonly url: string
  readonly keys: { readonly api: string; readonly admin: string }
  readonly state: MirroredState
  readonly emulator: Emulator
  /** Changes of state are allowed, and what is unloaded can be loaded again. */
  readonly mayChange: boolean
}

/** Reads the environment, and puts an emulator into the state that the live server is in. Makes GET requests only. */
export async function setUp(): Promise<Pair> {
  const { TABBY_BASE_URL, TABBY_API_KEY: api = '', TABBY_ADMIN_KEY: admin = '', TABBY_LIVE_ADMIN } = process.env
  if (!TABBY_BASE_URL) throw new Error('TABBY_BASE_URL must name a TabbyAPI server')
  const url = TABBY_BASE_URL.replace(/\/+$/, '')
  const state = await mirrorServer(async (method, path) => {
    const key = admin || api
    const headers = { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) }
    const answer = await fetch(url + path, { method, headers })
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  })
  // A server that runs for a while has a preset, an old crash or no model: the emulator is put into the same state.
  const settings = { speed: { tokensPerSecond: 200, prefillMilliseconds: 5 } }
  const emulator = createEmulator({ world: state.world, settings })
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await emulator.fetch(`http://emulator${path}`, init)).text()
  }
  if (state.isUnhealthy) await post('/v1/completions', { prompt: '[[fail:0]]', max_tokens: 1 })
  if (!state.hasModel) await post('/v1/model/unload', {})
  if (state.hasModel && !state.hasTemplate) await post('/v1/template/unload', {})
  if (!state.embeddingModel) await post('/v1/model/embedding/unload', {})
  // The emulator has the live server's keys, so that both answer the same person.
  if (api || admin) emulator.rotateKeys({ api: [api], admin: [admin] })
  const mayChange = TABBY_LIVE_ADMIN === '1' && (state.load !== undefined || !state.hasModel)
  return { url, keys: { api, admin }, state, emulator, mayChange }
}
