import { readFileSync } from 'node:fs'
import { createEmulator } from '../../src/index.js'
import { listen } from '../../src/node/index.js'

// A server in a process of its own, which tells how long it kept its event loop at most. It counts the processor's
// time, so that a machine that is busy with other things does not count.
const emulator = createEmulator({ journal: 100, settings: { speed: { tokensPerSecond: 0 } } })
let longest = 0
let before = 0

/** Milliseconds that the processor worked for this thread; where the system does not tell, for the whole process. */
function usedTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
}

/** Milliseconds that the work below takes on a machine that is fast enough for the limit of the tests. */
const usualTime = 12

/** How many times slower than usual this machine is now, at least 1: it makes objects and text, as the emulator does. */
function measureSlowness(): number {
  const times = Array.from({ length: 5 }, () => {
    const begin = usedTime()
    JSON.stringify(Array.from({ length: 40_000 }, (_, index) => ({ index, text: `row ${index}`, list: [index] })))
    return usedTime() - begin
  })
  return Math.max(1, times.sort((one, other) => one - other)[2]! / usualTime)
}

function round(): void {
  const now = usedTime()
  if (before > 0) longest = Math.max(longest, now - before)
  before = now
  setTimeout(round, 1)
}

process.on('message', () => {
  process.send?.({ longest, megabytes: process.memoryUsage().rss / 2 ** 20, slowness: measureSlowness() })
  // What one attack leaves behind is not the next one's fault.
  globalThis.gc?.()
  longest = before = 0
})
const listener = await listen(emulator)
round()
process.send?.({ url: listener.url })
