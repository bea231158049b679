import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether there is a Redis: `npm test` needs Node alone. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of the test's own, as the README starts one. */
export interface StartedRedis {
  readonly connection: { url: string }
  readonly url: string
  /** Kills it and starts it again, with what it had written to its disk. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts Redis on a free port of loopback. */
export async function startRedis(): Promise<StartedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'bulk-redis-'))
  const port = await getFreePort()
  let child: ChildProcess
  const start = async () => {
    const flags = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction']
    child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, ...flags], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let output = ''
    for await (const piece of child.stdout!) if ((output += piece).includes('Ready to accept')) break
  }
  const stop = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  await start()
  const url = `redis://127.0.0.1:${port}`
  return {
    url,
    connection: { url },
    async restart() {
      await stop()
      await start()
    },
    async stop() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A port of loopback that nothing listens on. */
export async function getFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
