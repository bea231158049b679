import type { PoolMember } from './pool-member.js'
import { rankMember } from './rank-member.js'
import { type NeededModel, toLoadedName } from './read-model.js'

/** Rules for listing the candidates for a call. */
export interface CandidateRules {
  readonly acceptsUnknownModel: boolean
  /** Whether the servers were checked for this call, so that nothing more can be learned. */
  readonly hasChecked: boolean
}

/** Lists the members that can take a call: those that are up and have the model that it names. */
export function listCandidates(
  members: readonly PoolMember[],
  { kind, name }: NeededModel,
  { acceptsUnknownModel, hasChecked }: CandidateRules,
): readonly PoolMember[] {
  const up = members.filter(({ isUp }) => isUp)
  if (name !== undefined) {
    const loadedName = toLoadedName(name)
    const having = up.filter(({ loaded }) => loaded.get(kind) === loadedName)
    if (having.length > 0) return preferRested(having)
    const loading = up.filter(({ models }) => models.includes(name))
    if (loading.length > 0) return preferRested(loading)
    // A server that does not report its model, for example because the key is wrong: its own error is the best one.
    if (!acceptsUnknownModel) return hasChecked ? up.filter(({ loaded }) => !loaded.has(kind)) : []
  }
  const withModel = up.filter(({ loaded }) => loaded.get(kind) !== null)
  return preferRested(withModel.length > 0 ? withModel : up)
}

/** Leaves out members that asked to be left alone for a while, unless all of them did. */
function preferRested(members: readonly PoolMember[]): readonly PoolMember[] {
  const now = performance.now()
  const rested = members.filter(({ restsUntil }) => restsUntil <= now)
  return rested.length > 0 ? rested : members
}

/**
 * Chooses one of the candidates. A session prefers one server, which still has the beginning of its prompt in its
 * cache, unless that is more than twice as busy as the least busy one. Otherwise it chooses the least busy one by
 * weight, and of several, the least recently used.
 */
export function chooseMember(candidates: readonly PoolMember[], session: unknown): PoolMember {
  const getLoad = ({ busy, weight }: PoolMember) => (busy + 1) / weight
  const lightest = Math.min(...candidates.map(getLoad))
  if (session !== undefined && session !== null) {
    const rank = ({ client, weight }: PoolMember) => rankMember(String(session), client.baseUrl, weight)
    const home = candidates.reduce((best, member) => (rank(member) > rank(best) ? member : best))
    if (getLoad(home) <= 2 * lightest) return home
  }
  return candidates
    .filter((member) => getLoad(member) === lightest)
    .reduce((best, member) => (member.lastCall < best.lastCall ? member : best))
}
