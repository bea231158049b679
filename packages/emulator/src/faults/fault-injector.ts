import type { ServerRequest } from '../http/server-request.js'
import type { Fault, FaultEffect } from './fault.js'

/** Decides which requests go wrong. */
export interface FaultInjector {
  readonly faults: readonly Fault[]
  /** Puts other faults in force; they count from zero. */
  replace(faults: readonly Fault[]): void
  /** What happens to this request, if anything: the first fault that fits and is not used up. */
  take(request: ServerRequest): FaultEffect | undefined
}

/** An injector with its first faults. */
export function createFaultInjector(first: readonly Fault[] = []): FaultInjector {
  let counted = count(first)
  return {
    get faults() {
      return counted.map(({ fault }) => fault)
    },
    replace(faults) {
      counted = count(faults)
    },
    take(request) {
      for (const entry of counted) {
        if (!fits(entry.fault, request)) continue
        const { skip = 0, times = Infinity } = entry.fault
        const turn = entry.seen
        if (turn >= skip + times) continue
        entry.seen += 1
        if (turn >= skip) return entry.fault.effect
      }
      return undefined
    },
  }
}

function count(faults: readonly Fault[]): { fault: Fault; seen: number }[] {
  return faults.map((fault) => ({ fault, seen: 0 }))
}

/** A preflight is the browser's affair, so it neither fails nor counts, unless a fault names its method. */
function fits({ path = '', method }: Fault, request: ServerRequest): boolean {
  const isMeant = method === undefined ? request.method !== 'OPTIONS' : request.method === method.toUpperCase()
  return isMeant && request.url.pathname.startsWith(path)
}
