import type { TabbyClient } from '@tabby/core'

/** A server of a pool. */
export interface TabbyPoolMember {
  /** Its client, which may be wrapped, for example by a circuit breaker. */
  readonly client: TabbyClient
  /** Its capacity compared with the others: one with 2 gets twice as many calls at once. Default 1. */
  readonly weight?: number | undefined
  /** Models that it may load if a request names them, because inline loading is turned on in its configuration. */
  readonly models?: readonly string[] | undefined
}

/** Options of `createTabbyPool`. */
export interface TabbyPoolOptions {
  /**
   * Time between two checks of a server, in milliseconds, greater than 0. Default 3000: TabbyAPI closes a connection
   * that is idle for 5 s and Node one that is idle for 4 s, so shorter intervals keep a connection open. `false`
   * checks only at the start, after a failure, when no server can take a call, and when `check` is called.
   */
  readonly checkInterval?: number | false | undefined
  /**
   * What happens to a request that names a model that no server has loaded or may load: `refuse` rejects it with the
   * reason `unknown-model`, and `any` sends it as if it named none. Default `refuse`, because a server without inline loading ignores the name and
   * responds with the model that it has.
   */
  readonly onUnknownModel?: 'any' | 'refuse' | undefined
}

/** What a pool knows about one of its servers. */
export interface TabbyPoolMemberState {
  /** The client that was passed in: use it for calls to this particular server, such as loading a model. */
  readonly client: TabbyClient
  /** Whether it is up, according to the last check and the calls since. True until the first check has ended. */
  readonly isUp: boolean
  /** Name of the loaded model; `null` if none is loaded, `undefined` if that is not known. */
  readonly model: string | null | undefined
  /** How many calls of the pool it is working on. */
  readonly busy: number
  /** Its capacity compared with the others. */
  readonly weight: number
}

/** Several servers as one client, made by `createTabbyPool`. */
export interface TabbyPool extends TabbyClient, AsyncDisposable {
  /** The servers, as they are now. */
  readonly members: readonly TabbyPoolMemberState[]
  /**
   * Adds a server.
   *
   * @throws TabbyRequestError if the pool has a server with that address, is closed, or the member is not valid.
   */
  add(member: TabbyClient | TabbyPoolMember): void
  /**
   * Removes the server with the address of a client. It gets no further calls; those in progress continue. Returns
   * whether it was a member.
   */
  remove(client: Pick<TabbyClient, 'baseUrl'>): boolean
  /** Checks all servers now: whether they are up, and which model they have. It never rejects. */
  check(): Promise<void>
  /** Stops the checks and refuses further calls. Calls in progress continue. */
  close(): Promise<void>
  /** The same as `close`, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>
}
