import { isTabbyError, requestJson, type TabbyClient } from '@tabby/core'
import { watchHealth } from '@tabby/health'
import type { FilledMember } from './check-members.js'
import { type ModelKind, modelPaths } from './read-model.js'

/** A server of a pool, and what is known about it. */
export interface PoolMember extends FilledMember {
  isUp: boolean
  /** How many calls it is working on. */
  busy: number
  /** The number of the last call that it got, counting all calls of the pool. */
  lastCall: number
  /** Until when it asked for no calls, in the time of `performance.now`. */
  restsUntil: number
  /** The models that it has: `null` for none. A missing kind is not known. */
  readonly loaded: Map<ModelKind, string | null>
  /** The models that it had last, also while it is down or has none. */
  readonly lastLoaded: Map<ModelKind, string>
  /** Counts it as down until a check succeeds, and checks now. */
  readonly markDown: () => void
  /** Checks it, or waits for the check that is in progress. It never rejects. */
  readonly check: () => Promise<void>
  /** Stops the checks. */
  readonly close: () => void
}

/** What the members of a pool share. */
export interface MemberSettings {
  readonly checkInterval: number | false
  /** The kinds of models that calls have named so far: the server is asked only for these. */
  readonly kinds: ReadonlySet<ModelKind>
}

/** Makes a member and starts its checks. */
export function createPoolMember(given: FilledMember, { checkInterval, kinds }: MemberSettings): PoolMember {
  const { client } = given
  const controller = new AbortController()
  const { signal } = controller
  // The checks of this member include its models, so they have a separate timer.
  const watch = watchHealth(client, { interval: false })
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const run = async () => {
    let known
    try {
      do {
        known = failures
        const { isUp: hasInfo, error } = await watch.check()
        // A proxy may pass nothing but /v1: then the model shows whether TabbyAPI is behind it.
        const isHidden = isTabbyError(error) && error.name === 'TabbyApiError' && error.status === 404
        if (hasInfo || isHidden) await Promise.all([...kinds].map((kind) => learnModel(member, kind, signal)))
        const isUp = hasInfo || (isHidden && member.loaded.has('text'))
        // Without a key nothing was sent, so nothing is known about the server.
        const isUnsent = isTabbyError(error) && error.name === 'TabbyRequestError'
        // A call that failed while the check was in progress is more recent.
        if (known === failures && !isUnsent) member.isUp = isUp
      } while (known !== failures)
    } catch {
      // It was closed in the meantime.
    }
    running = undefined
    if (checkInterval === false || signal.aborted) return
    clearTimeout(timer)
    timer = setTimeout(check, checkInterval)
    ;(timer as { unref?(): void }).unref?.()
  }
  const check = () => (running ??= run())
  const member: PoolMember = {
    ...given,
    isUp: true,
    busy: 0,
    lastCall: 0,
    restsUntil: 0,
    loaded: new Map(),
    lastLoaded: new Map(),
    markDown() {
      failures++
      member.isUp = false
      void check()
    },
    check,
    close() {
      clearTimeout(timer)
      watch.close()
      controller.abort()
    },
  }
  void check()
  return member
}

/** Notes which model a member has; `null` for none. */
export function noteModel({ loaded, lastLoaded }: PoolMember, kind: ModelKind, model: string | null): void {
  loaded.set(kind, model)
  if (model !== null) lastLoaded.set(kind, model)
}

async function learnModel(member: PoolMember, kind: ModelKind, signal: AbortSignal): Promise<void> {
  const model = await readLoadedModel(member.client, modelPaths[kind], signal)
  if (model === undefined) member.loaded.delete(kind)
  else noteModel(member, kind, model)
}

async function readLoadedModel(
  client: TabbyClient,
  path: string,
  signal: AbortSignal,
): Promise<string | null | undefined> {
  try {
    const card = await requestJson<{ readonly id?: unknown } | null>(client, {
      path,
      operation: 'probe',
      retry: false,
      signal,
    })
    return typeof card?.id === 'string' ? card.id : undefined
  } catch (error) {
    return isTabbyError(error) && error.code === 'no_model_loaded' ? null : undefined
  }
}
