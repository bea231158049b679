import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { createEmulator, readWorld } from '../../src/index.js'
import type { Emulator, EmulatorOptions } from '../../src/index.js'
import { listen } from '../../src/node/index.js'
import type { Listener } from '../../src/node/index.js'
import { exchange } from './exchange.js'
import type { Exchange, Patience } from './exchange.js'
import type { Fixture, FixtureStep } from './fixture.js'

const worldFiles: Record<string, string> = { main: '', shims: '', scratch: '' }

/** Sets a server up as the exchange needs it, replays the exchange over a socket, and returns what came back. */
export async function runFixture(fixture: Fixture): Promise<Exchange> {
  const emulator = createEmulator({ ...readOptions(fixture.instance), journal: fixture.during ? 100 : 0 })
  const listener = await listen(emulator)
  const running: Promise<unknown>[] = []
  try {
    for (const step of fixture.before ?? []) await takeStep(step, { emulator, listener, running })
    const earlier = emulator.journal.length
    const main = exchange(listener.url, fixture.request, readPatience(fixture.response.ended))
    // The recorded times count from when it arrived, which takes a while on a busy machine.
    while (fixture.during && emulator.journal.length === earlier) await wait(1)
    for (const { afterMilliseconds, ...step } of fixture.during ?? []) {
      running.push(wait(afterMilliseconds).then(() => takeStep(step as FixtureStep, { emulator, listener, running })))
    }
    return await main
  } finally {
    await listener.close()
    await Promise.allSettled(running)
  }
}

function readOptions(instance: string): EmulatorOptions {
  const part = worldFiles[instance] ?? `.${instance}`
  const file = new URL(`../../worlds/recorded${part}.json`, import.meta.url)
  const world = readWorld(JSON.parse(readFileSync(file, 'utf8')))
  return instance === 'shims' ? { world, settings: { workingLoras: true } } : { world }
}

/** `client_closed_after_3_frames`, `client_closed_after_1.5s`, `no_end_within_7s_...`: when the client gives up. */
function readPatience(ended: string): Patience {
  const frames = /after_(\d+)_frames/.exec(ended)?.[1]
  if (frames !== undefined) return { frames: Number(frames) }
  const seconds = /(?:after|within)_([\d.]+)s/.exec(ended)?.[1]
  if (seconds !== undefined) return { milliseconds: Number(seconds) * 1000 }
  return ended === 'client_closed_before_response' ? { milliseconds: 600 } : {}
}

async function takeStep(
  step: FixtureStep,
  { emulator, listener, running }: { emulator: Emulator; listener: Listener; running: Promise<unknown>[] },
): Promise<void> {
  if ('send' in step) await exchange(listener.url, step.send)
  else if ('start' in step) running.push(exchange(listener.url, step.start))
  else if ('abort' in step) await exchange(listener.url, step.abort, { milliseconds: step.afterMilliseconds })
  else if ('waitMilliseconds' in step) await wait(step.waitMilliseconds)
  else if ('rotateKeys' in step) emulator.rotateKeys(step.rotateKeys)
  else await listener.close()
}
