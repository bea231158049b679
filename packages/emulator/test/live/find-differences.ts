import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import type { LiveAnswer, LiveRequest, Send } from './exchange.js'
import { type Case, type CaseLimits, generateCases, toRequest } from './generate-cases.js'

/** A server that is compared. */
export interface Side {
  readonly send: Send
  /** Puts the state back in which the server was found. */
  restore(): Promise<void>
}

/** The smallest request on which the servers differ, and what each of them responded. */
export interface Difference {
  readonly changes: Case['changes']
  readonly request: LiveRequest
  readonly left: string
  readonly right: string
}

/** How to look for differences. */
export interface Search {
  /** The OpenAPI document that says what there is to send. */
  readonly document: unknown
  readonly limits: CaseLimits
  readonly seed: number
  /** Cases that are tried; each difference takes some more until it is minimal. */
  readonly runs: number
  /** What has to be the same of two answers. */
  look(answer: LiveAnswer): string
}

/** Differences that are reported at most. */
const mostFound = 40

/**
 * Sends the same generated requests to two servers and reports each difference with a minimal request. A difference is
 * left out that is explained by one before: its request holds all that the smaller one holds.
 */
export async function findDifferences(left: Side, right: Side, search: Search): Promise<Difference[]> {
  const { limits, look } = search
  const cases = generateCases(search.document, limits)
  const found: { tried: Case; difference: Difference }[] = []
  const compare = async (tried: Case): Promise<Difference | undefined> => {
    const request = toRequest(tried, limits)
    const [one, other] = [await run(left, tried, request), await run(right, tried, request)]
    const [shown, wanted] = [look(one), look(other)]
    return shown === wanted ? undefined : { changes: tried.changes, request, left: shown, right: wanted }
  }
  const run = async (side: Side, tried: Case, request: LiveRequest): Promise<LiveAnswer> => {
    for (const { path, body } of tried.changes) await side.send(asAdmin(path, body, limits))
    try {
      return await side.send(request)
    } finally {
      if (tried.changes.length > 0) await side.restore()
    }
  }
  let tries = 0
  for (let round = 0; found.length < mostFound && tries < search.runs; round += 1) {
    let smallest: { tried: Case; difference: Difference } | undefined
    const property = fc.asyncProperty(cases, async (tried) => {
      if (!smallest) tries += 1
      if (found.some((before) => explains(before.tried, tried))) return true
      const difference = await compare(tried)
      if (difference) smallest = { tried, difference }
      return difference === undefined
    })
    const { failed, errorInstance } = await fc.check(property, {
      seed: search.seed + round,
      numRuns: search.runs - tries,
    })
    if (failed && !smallest) throw errorInstance
    if (!smallest) break
    found.push(smallest)
  }
  return found.map(({ difference }) => difference)
}

/** Whether all that a case holds is in another one. */
function explains(small: Case, large: Case): boolean {
  const holds = (all: readonly unknown[], some: readonly unknown[]): boolean =>
    some.every((one) => all.some((other) => isDeepStrictEqual(one, other)))
  return (
    small.method === large.method &&
    small.path === large.path &&
    (small.raw === undefined ? small.fields.length === 0 || large.raw === undefined : small.raw === large.raw) &&
    holds(large.fields, small.fields) &&
    holds(large.headers, small.headers) &&
    holds(large.changes, small.changes)
  )
}

/** A request of an admin, for a change of state. */
export function asAdmin(path: string, body: unknown, { keys }: Pick<CaseLimits, 'keys'>): LiveRequest {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...(keys.admin ? { authorization: `Bearer ${keys.admin}` } : {}) },
    body: JSON.stringify(body ?? {}),
  }
}

/** A difference as a person reads it: what to send, and what each server responds. */
export function describeDifference({ changes, request, left, right }: Difference): string {
  const { method, path, headers, body } = request
  const sent = Object.entries(headers).map(
    ([name, value]) => `  ${name}: ${name.includes('key') || name === 'authorization' ? '...' : value}`,
  )
  const before = changes.map((change) => `after POST ${change.path} ${JSON.stringify(change.body ?? {})}`)
  return [
    ...before,
    `${method} ${path}`,
    ...sent,
    ...(body === undefined ? [] : [`  ${body}`]),
    'left:',
    left,
    'right:',
    right,
  ].join('\n')
}
