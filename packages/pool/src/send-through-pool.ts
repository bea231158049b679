import { type TabbyClient, type TabbyRequest, TabbyRequestError } from '@tabby/core'
import { orAbort } from '@tabby/kit/lifetime/or-abort'
import { canMoveOn } from './can-move-on.js'
import { chooseMember, listCandidates } from './choose-member.js'
import type { MemberSettings, PoolMember } from './pool-member.js'
import { type ModelKind, readNeededModel } from './read-model.js'
import { sendToMember } from './send-to-member.js'
import { toNoServerError } from './to-no-server-error.js'

/** What all clients of a pool share. */
export interface PoolState extends MemberSettings {
  members: readonly PoolMember[]
  readonly kinds: Set<ModelKind>
  readonly acceptsUnknownModel: boolean
  /** How many calls were sent to servers. */
  calls: number
  isClosed: boolean
}

/** Makes the `send` of a pool: it chooses a server, and another one as long as the call was only turned away. */
export function createPoolSend(state: PoolState, getClient: (member: PoolMember) => TabbyClient): TabbyClient['send'] {
  return async (request) => {
    refuseChange(request)
    const { signal, operation } = request
    const needed = readNeededModel(request)
    if (needed.name !== undefined) state.kinds.add(needed.kind)
    const tried = new Set<PoolMember>()
    let failure: { readonly error: unknown } | undefined
    let hasChecked = false
    const list = () => {
      const left = state.members.filter((member) => !tried.has(member))
      const candidates = listCandidates(left, needed, { acceptsUnknownModel: state.acceptsUnknownModel, hasChecked })
      // A probe asks whether a server is up, so it is sent to one that may be down.
      return candidates.length === 0 && operation === 'probe' ? left : candidates
    }
    for (;;) {
      if (state.isClosed) throw new TabbyRequestError(`${toCall(request)}: the pool is closed`)
      let candidates = list()
      if (candidates.length === 0 && !hasChecked) {
        // The state may be outdated: a server may have started, or loaded the model, since it was checked.
        await waitForCandidate(state.members, () => list().length > 0, signal)
        hasChecked = true
        candidates = list()
      }
      if (candidates.length === 0) throw failure ? failure.error : toNoServerError(toCall(request), state, needed)
      const member = chooseMember(candidates, request.context?.session)
      tried.add(member)
      member.lastCall = ++state.calls
      // The last candidate gets the call with its own retries.
      const sent = list().length === 0 ? request : { ...request, retry: false as const }
      try {
        return await sendToMember(member, getClient(member), sent, needed.kind)
      } catch (error) {
        if (signal?.aborted || !canMoveOn(operation, error)) throw error
        failure = { error }
      }
    }
  }
}

const toCall = ({ method, path }: TabbyRequest) => `${method} ${path}`

/** Refuses calls that are intended for one server, because the pool cannot know which one. */
function refuseChange(request: TabbyRequest): void {
  const { access, operation } = request
  if (access !== 'admin' && operation !== 'load' && operation !== 'change') return
  throw new TabbyRequestError(
    `${toCall(request)}: a pool does not send calls that need the admin key, load or change something, because it ` +
      "cannot know which server they are for: use that server's own client, such as pool.members[0].client",
  )
}

/** Checks all members until one of them can take the call or all checks have ended. */
async function waitForCandidate(
  members: readonly PoolMember[],
  hasCandidate: () => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pending = new Set<Promise<void>>()
  for (const member of members) {
    const check: Promise<void> = member.check().then(() => void pending.delete(check))
    pending.add(check)
  }
  const wait = async () => {
    while (pending.size > 0) {
      await Promise.race(pending)
      if (hasCandidate()) return
    }
  }
  await orAbort(wait(), signal)
}
