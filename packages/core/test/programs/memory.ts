import { setTimeout as sleep } from 'node:timers/promises'

const mebibyte = 2 ** 20
const collectGarbage = (globalThis as { gc?: () => void }).gc!

/** Memory after a collection, in MiB: the JavaScript heap, and what buffers hold outside of it. */
export async function getMemory(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    await sleep(10)
    collectGarbage()
  }
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / mebibyte
}

/** Watches how much memory the whole process takes beyond what it takes now, and tells the most, in MiB. */
export function watchMemory(): () => number {
  const start = process.memoryUsage.rss()
  let most = start
  const look = () => (most = Math.max(most, process.memoryUsage.rss()))
  const timer = setInterval(look, 2)
  return () => {
    clearInterval(timer)
    return (look() - start) / mebibyte
  }
}
