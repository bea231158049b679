import { TabbyRequestError } from '@tabby/core'
import type { MemberSettings, PoolMember } from './pool-member.js'
import { type NeededModel, toLoadedName } from './read-model.js'

/** How many models an error lists. */
const maxListed = 10

/**
 * Makes the error of a call that no server can take. It is `unknown-model` only if no server may have the model: waiting
 * does not help then. While a server that may have it is down or has no model, it is `no-server`.
 */
export function toNoServerError(
  call: string,
  { members, checkInterval }: Pick<MemberSettings, 'checkInterval'> & { readonly members: readonly PoolMember[] },
  { kind, name }: NeededModel,
): TabbyRequestError {
  const noServer = { reason: 'no-server', retryAfter: checkInterval === false ? undefined : checkInterval } as const
  const up = members.filter(({ isUp }) => isUp)
  if (up.length === 0) {
    const which = members.length > 0 ? `none of the ${members.length} servers of the pool is up` : 'the pool is empty'
    return new TabbyRequestError(`${call}: ${which}`, noServer)
  }
  const names = [...new Set(up.flatMap(({ loaded, models }) => [loaded.get(kind), ...models]))].filter(Boolean)
  const known = names.length > 0 ? `they have ${names.slice(0, maxListed).join(', ')}` : 'they have none'
  const missing = `no server of the pool that is up has the model that the request names (${known})`
  if (members.some((member) => mayHave(member, kind, name))) {
    return new TabbyRequestError(
      `${call}: ${missing}, but one that is down or loading may have it: try later`,
      noServer,
    )
  }
  const advice = "load it on one, add it to the models of a member that may load it, or set onUnknownModel: 'any'"
  return new TabbyRequestError(`${call}: ${missing}: ${advice}`, { reason: 'unknown-model' })
}

/** Whether a member that cannot take the call now had the model, may load it, or was never asked what it has. */
function mayHave(
  { isUp, loaded, lastLoaded, models }: PoolMember,
  kind: NeededModel['kind'],
  name: string | undefined,
): boolean {
  if (name === undefined || models.includes(name) || lastLoaded.get(kind) === toLoadedName(name)) return true
  return !isUp && !lastLoaded.has(kind) && loaded.get(kind) !== null
}
