import { type TabbyClient, type TabbyClientOptions, TabbyRequestError, wrapTabbyClient } from '@tabby/core'
import { type FilledMember, readMember, readMembers, readPoolOptions } from './check-members.js'
import { createPoolMember, type PoolMember } from './pool-member.js'
import type { ModelKind } from './read-model.js'
import { createPoolSend, type PoolState } from './send-through-pool.js'
import type { TabbyPool, TabbyPoolMember, TabbyPoolOptions } from './tabby-pool.js'

/**
 * Creates one client for several servers. Every function of the family takes it.
 *
 * A call goes to a server that is up and has the model that it names; calls with the same `context.session` prefer one
 * server, which still has the beginning of their prompt in its cache, unless that is more than twice as busy as the
 * least busy one; otherwise the least busy server gets it. If a server turns a call away before it has begun any work
 * (no connection, 429, 502 or 503 with `Retry-After`, no model, an open circuit breaker), the next one gets it. A
 * generation that may have begun is never sent twice, so a reset connection or a bare 502 is an error, and so is every
 * failure after the first byte.
 *
 * A call that no server can take is refused with a `TabbyRequestError`: its `reason` is `unknown-model` if no server can
 * have the model, and otherwise `no-server`.
 *
 * Each server gets `GET /.well-known/serviceinfo` and `GET /v1/model` now and every 3 s, which also keeps a connection
 * open. Calls that load or change something are refused: use the client of the intended server. The timeouts of streams
 * are those of the first server. The timers do not keep a process alive; close the pool when you no longer need it.
 *
 * @param members - The clients of the servers, each with a different `baseUrl`, or objects with a weight and the models
 *   that the server may load.
 * @param options - How often the servers are checked, and what happens to requests for unknown models.
 * @returns The pool.
 * @throws TabbyRequestError when there is no member, two have the same `baseUrl`, or an option is not valid.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatCompletion } from '@tabby/chat'
 * import { createTabbyPool } from '@tabby/pool'
 *
 * const apiKey = process.env.TABBY_API_KEY
 * const pool = createTabbyPool([
 *   createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey }),
 *   { client: createTabbyClient({ baseUrl: 'http://127.0.0.1:5001', apiKey }), weight: 2 },
 * ])
 * const messages = [{ role: 'user' as const, content: 'Say hello' }]
 * const { choices } = await createChatCompletion(pool, { messages }, { context: { session: 'visitor-17' } })
 * console.log(choices[0]?.message.content)
 * console.log(pool.members.map(({ client, isUp, busy }) => `${client.baseUrl}: ${isUp ? busy : 'down'}`))
 * await pool.close()
 * ```
 */
export function createTabbyPool(
  members: readonly (TabbyClient | TabbyPoolMember)[],
  options: TabbyPoolOptions = {},
): TabbyPool {
  const given = readMembers(members)
  const { checkInterval, acceptsUnknownModel } = readPoolOptions(options)
  const state: PoolState = {
    members: [],
    kinds: new Set<ModelKind>(['text']),
    acceptsUnknownModel,
    checkInterval,
    calls: 0,
    isClosed: false,
  }
  const refuseTwin = ({ client }: FilledMember, others: readonly FilledMember[]) => {
    if (!others.some((other) => other.client.baseUrl === client.baseUrl)) return
    throw new TabbyRequestError(`createTabbyPool: two members have the baseUrl ${client.baseUrl}`)
  }
  given.forEach((member, index) => refuseTwin(member, given.slice(0, index)))
  state.members = given.map((member) => createPoolMember(member, state))

  const getClient = ({ client }: PoolMember) => client
  const check = async () => void (await Promise.all(state.members.map((member) => member.check())))
  const close = async () => {
    state.isClosed = true
    for (const member of state.members) member.close()
  }
  return {
    ...toClient(state, state.members[0]!.client, getClient),
    get members() {
      return state.members.map(({ client, isUp, loaded, busy, weight }) => ({
        client,
        isUp,
        model: loaded.get('text'),
        busy,
        weight,
      }))
    },
    add(member) {
      if (state.isClosed) throw new TabbyRequestError('The pool is closed, so no server can be added')
      const read = readMember(member, 'the member')
      refuseTwin(read, state.members)
      state.members = [...state.members, createPoolMember(read, state)]
    },
    remove(client) {
      const removed = state.members.find((member) => member.client.baseUrl === client?.baseUrl)
      removed?.close()
      state.members = state.members.filter((member) => member !== removed)
      return removed !== undefined
    },
    check,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Makes a client that sends through the pool, with a view of the members' clients. */
function toClient(state: PoolState, first: TabbyClient, getClient: (member: PoolMember) => TabbyClient): TabbyClient {
  const { baseUrl, streaming } = first
  const client: TabbyClient = {
    baseUrl,
    streaming,
    send: createPoolSend(state, getClient),
    extend(changes) {
      const extended = new WeakMap<PoolMember, TabbyClient>()
      const extendClient = (member: PoolMember) => {
        const known = extended.get(member) ?? getClient(member).extend(changes)
        extended.set(member, known)
        return known
      }
      refuseBaseUrl(changes)
      // Now, so that an invalid option is refused here and not in a call.
      for (const member of state.members) extendClient(member)
      return toClient(state, first.extend(changes), extendClient)
    },
  }
  // It fills in method and operation, and numbers the call for all servers that it may go to.
  return { ...client, send: wrapTabbyClient(client).send }
}

function refuseBaseUrl(changes: TabbyClientOptions): void {
  if (changes?.baseUrl === undefined) return
  throw new TabbyRequestError(
    'A pool cannot be extended with a baseUrl, because each of its servers has its own: create a separate client for that server',
  )
}
