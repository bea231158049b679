import { isDeepStrictEqual } from 'node:util'
import type { Send } from './exchange.js'
import { asAdmin, type Side } from './find-differences.js'
import type { CaseLimits } from './generate-cases.js'
import { describeLoad } from './mirror.js'

/** A server whose state can be put back, and checked. */
export interface KeptSide extends Side {
  /** What is no longer as it was; empty when all is. */
  listChanges(): Promise<string[]>
}

/** Remembers the state that a server is in: its model, its embedding model and its sampler overrides. */
export async function keepState(send: Send, limits: Pick<CaseLimits, 'keys'>): Promise<KeptSide> {
  const key = limits.keys.admin || limits.keys.api
  const read = async (path: string): Promise<any> => {
    const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {}
    const { status, text } = await send({ method: 'GET', path, headers })
    return status === 200 ? JSON.parse(text, (name, value) => (name === 'created' ? undefined : value)) : undefined
  }
  const change = (path: string, body: unknown): Promise<unknown> => send(asAdmin(path, body, limits))
  const paths = ['/v1/model', '/v1/model/embedding', '/v1/sampling/overrides'] as const
  const [model, embedding, overrides] = [await read(paths[0]), await read(paths[1]), await read(paths[2])]
  const load = model && describeLoad(model, await read('/v1/models'))
  const areOverridesBack = async (): Promise<boolean> =>
    isDeepStrictEqual((await read(paths[2]))?.overrides, overrides?.overrides)
  return {
    send,
    async restore() {
      if (load && !(await read(paths[0]))) await change('/v1/model/load', load)
      if (embedding && !(await read(paths[1]))) {
        await change('/v1/model/embedding/load', { embedding_model_name: embedding.id })
      }
      if (await areOverridesBack()) return
      await change('/v1/sampling/override/unload', {})
      const { selected_preset: preset } = overrides
      if (preset && !(await areOverridesBack())) await change('/v1/sampling/override/switch', { preset })
      if (!(await areOverridesBack())) await change('/v1/sampling/override/switch', { overrides: overrides.overrides })
    },
    async listChanges() {
      const before = [model, embedding, overrides]
      const now = [await read(paths[0]), await read(paths[1]), await read(paths[2])]
      return paths.filter((_, index) => !isDeepStrictEqual(now[index], before[index]))
    },
  }
}
