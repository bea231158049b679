import type { TabbyRequest } from '@tabby/core'

/** How long a model counts as loaded after a response that names it: another program may load a different one. */
const lifetime = 60_000

const isEmbedding = ({ path }: TabbyRequest) => path.includes('/embedding')

/** Whether a call changes which model is loaded, if it succeeds. */
const changesModel = ({ operation, path }: TabbyRequest) =>
  operation === 'load' || (operation === 'change' && path.startsWith('/v1/model'))

/** Whether the response of a call describes the loaded model. */
const isAboutModel = ({ operation, path }: TabbyRequest) =>
  operation === 'generate' || path === '/v1/embeddings' || path === '/v1/model' || path === '/v1/model/embedding'

/** The model that a response or an event of a stream names. */
export function readModel(value: unknown): string | undefined {
  const { model, id, object } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof model === 'string' && model) return model
  return object === 'model' && typeof id === 'string' && id ? id : undefined
}

/** Remembers which model and which embedding model a server has loaded: both can be loaded at the same time. */
export function createModelMemory() {
  const known = new Map<boolean, { readonly model: string; readonly until: number }>()
  return {
    /** Returns the model that would respond to this request now, if it is known. */
    getModel(request: TabbyRequest): string | undefined {
      const entry = known.get(isEmbedding(request))
      return entry && performance.now() < entry.until ? entry.model : undefined
    },
    /** Forgets the model before and after a call that changes it: responses in between may name either. */
    forget(request: TabbyRequest): void {
      if (changesModel(request)) known.delete(isEmbedding(request))
    },
    /** Learns from a response. */
    learn(request: TabbyRequest, value: unknown): void {
      const model = isAboutModel(request) ? readModel(value) : undefined
      if (model) known.set(isEmbedding(request), { model, until: performance.now() + lifetime })
    },
    changesModel,
    isAboutModel,
  }
}
