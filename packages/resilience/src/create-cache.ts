import { type TabbyRequest, TabbyRequestError, type TabbyResponse, type TabbyWrapper } from '@tabby/core'
import { addWatch } from '@tabby/kit/streams/add-watch'
import { type CacheEntry, parseEntry, toResponse } from './cache-entry.js'
import { checkOption } from './check-option.js'
import { checkOptionsObject } from './check-options-object.js'
import { createExchange, type Exchange } from './create-exchange.js'
import { createModelMemory, readModel } from './create-model-memory.js'
import { isDeterministic } from './is-deterministic.js'
import { isStorable } from './is-storable.js'
import { toIdentity } from './to-identity.js'

/** Where a cache keeps responses: a `Map`, a Redis client, Keyv ... */
export interface CacheStore {
  /** Returns what was stored under a key; anything but a string is a miss. */
  get(key: string): unknown
  /** Stores a string under a key. */
  set(key: string, value: string): unknown
}

/** Options of `createCache`. */
export interface CacheOptions {
  /**
   * Where responses are kept. A key is a string that contains the whole request, including the prompt. A store that
   * fails counts as empty.
   */
  readonly store: CacheStore
  /**
   * Decides which requests are cached, among those that change nothing. `undefined` leaves the decision to the rules.
   */
  readonly isCacheable?: ((request: TabbyRequest) => boolean | undefined) | undefined
  /** How long a stored response is used, in milliseconds. Default: forever. */
  readonly maxAge?: number | undefined
}

/** Operations that change nothing. A probe asks for the current state. */
const cached: readonly (string | undefined)[] = ['read', 'generate']

/** Returns the parts of a request that identify it, without the model: a response is kept for each model. */
function readIdentity(baseUrl: string, { method, path, body, stream, acceptStatus, access }: TabbyRequest) {
  const { model: _, ...rest } = (body ?? {}) as { readonly model?: unknown }
  return toIdentity([baseUrl, method, path, body === undefined ? null : rest, !!stream, acceptStatus, access])
}

const toKey = (identity: string, model: string | undefined) => JSON.stringify([identity, model])

/** The model that a request names. */
const readNamed = ({ body }: TabbyRequest) => readModel({ model: (body as { model?: unknown } | undefined)?.model })

/**
 * Makes a wrapper that stores responses, and returns them for the same request. Makes no requests.
 *
 * It stores embeddings, tokens, and deterministic generations (`temperature: 0` or `top_k: 1`), as JSON responses and
 * as streams; a stream is replayed as a stream. It does not store errors, replies that reached `max_tokens`, or streams
 * that were not read to their end.
 *
 * A response is stored for the model that produced it. A request that names a model gets a response of that model; one
 * that names none gets a response of the loaded model, if that is known: from a response of the last minute, such as
 * that of `getModel`, and until a load or unload goes through the cache.
 *
 * Identical requests in flight are sent once, and each caller gets the response. An abort ends only its own caller's
 * wait; the request is cancelled when all of them have left. Except for signals and timeouts, the first caller's
 * options apply.
 *
 * Everyone who shares a cache shares its responses, regardless of keys and headers.
 *
 * @param options - Where responses are stored, which ones, and for how long.
 * @returns A wrapper for `wrapTabbyClient`. Pass it before breakers and limits: a hit needs none of them.
 * @throws TabbyRequestError when an option is not valid.
 *
 * @example
 * ```ts
 * import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
 * import { createCache } from '@tabby/resilience'
 *
 * const cache = createCache({ store: new Map(), maxAge: 3_600_000 })
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), cache)
 * const request = { path: '/v1/embeddings', operation: 'read', body: { input: 'a cat' } } as const
 * await requestJson(client, request)
 * await requestJson(client, request) // sends nothing
 * ```
 */
export function createCache(options: CacheOptions): TabbyWrapper {
  checkOptionsObject('createCache', options, '{ store: new Map() }')
  const { store, isCacheable, maxAge } = options
  if (typeof store?.get !== 'function' || typeof store.set !== 'function') {
    throw new TabbyRequestError('createCache: store must have the functions get and set, such as new Map()')
  }
  checkOption('createCache', 'isCacheable', isCacheable, 'function')
  checkOption('createCache', 'maxAge', maxAge, 'age')
  const exchanges = new Map<string, Exchange>()
  const memories = new Map<string, ReturnType<typeof createModelMemory>>()

  const lookUp = async (key: string): Promise<CacheEntry | undefined> => {
    try {
      return parseEntry(await store.get(key), maxAge ?? Infinity)
    } catch {
      return undefined
    }
  }
  const keep = async (key: string, entry: CacheEntry) => {
    try {
      await store.set(key, JSON.stringify(entry))
    } catch {
      // The caller has its response; the next one asks the server.
    }
  }

  const isCached = (request: TabbyRequest) =>
    cached.includes(request.operation) && (isCacheable?.(request) ?? isDeterministic(request))

  return (send, { baseUrl }) => {
    const memory = memories.get(baseUrl) ?? createModelMemory()
    memories.set(baseUrl, memory)

    /** Sends a request, and learns from its response which model is loaded. */
    const sendAndLearn = async (request: TabbyRequest): Promise<TabbyResponse> => {
      memory.forget(request)
      if (!memory.changesModel(request) && !memory.isAboutModel(request)) return send(request)
      const onEnd = () => memory.forget(request)
      try {
        return addWatch(await send(request), { onValue: (value) => memory.learn(request, value), onEnd })
      } finally {
        onEnd()
      }
    }

    /** Opens an exchange with the store, or else with the server, and keeps what the server sends. */
    const open = (request: TabbyRequest, identity: string): Exchange => {
      const named = readNamed(request)
      const loaded = named ?? memory.getModel(request)
      /** Of those in flight. Two that name different models may even go to different servers of a pool. */
      const place = toKey(identity, named)
      const run = async (signal: AbortSignal): Promise<TabbyResponse> => {
        const hit = loaded === undefined ? undefined : await lookUp(toKey(identity, loaded))
        if (hit) return toResponse(hit, !!request.stream)
        signal.throwIfAborted()
        const response = await sendAndLearn({ ...request, signal })
        let isWorthIt = response.status === 200
        let answered: string | undefined
        return addWatch(response, {
          onValue(value) {
            isWorthIt &&= isStorable(value)
            answered ??= readModel(value)
          },
          onEnd({ whole }) {
            // Responses with tokens do not name a model: it must be the same as at the beginning.
            const model = answered ?? (memory.getModel(request) === loaded ? loaded : undefined)
            if (!whole || !isWorthIt || model === undefined) return
            const type = response.headers.get('content-type') ?? 'application/json'
            void keep(toKey(identity, model), { at: Date.now(), type, text: exchange.getText() })
          },
        })
      }
      const onOver = () => {
        if (exchanges.get(place) === exchange) exchanges.delete(place)
      }
      const exchange = createExchange({ run, onOver })
      exchanges.set(place, exchange)
      return exchange
    }

    return async (request) => {
      if (!isCached(request)) return sendAndLearn(request)
      const identity = readIdentity(baseUrl, request)
      if (identity === undefined) return sendAndLearn(request)
      return (exchanges.get(toKey(identity, readNamed(request))) ?? open(request, identity)).join(request)
    }
  }
}
