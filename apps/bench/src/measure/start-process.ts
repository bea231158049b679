import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Contender } from './contender.js'
import type { Order, Outcome } from './order.js'

const programs = new URL('./', import.meta.url)

/** The next message of a process; rejects when the process ends instead. */
async function receive<T>(child: ChildProcess): Promise<T> {
  const controller = new AbortController()
  const { signal } = controller
  const message = once(child, 'message', { signal })
  const exit = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.slice(2).join(' ')} ended with ${code}`)
  })
  try {
    const [received] = (await Promise.race([message, exit])) as [T]
    return received
  } finally {
    controller.abort()
    await Promise.allSettled([message, exit])
  }
}

/** Starts one of the programs of this app; `path` is where it lies beside the main program. */
function startProgram(path: string, ...parameters: string[]) {
  return fork(fileURLToPath(new URL(path, programs)), parameters, { execArgv: ['--expose-gc'] })
}

/** Starts the server. */
export async function startServer() {
  const child = startProgram('server/bench-server.js')
  const port = await receive<number>(child)
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() }
}

/** A client that waits for work in a process of its own. */
export interface ClientProcess {
  readonly measure: (order: Order) => Promise<Outcome>
  readonly stop: () => void
}

/** Starts a process for a client: a module and the name of the function in it that makes the client. */
export async function startClient(module: string, exported: string): Promise<ClientProcess> {
  const child = startProgram('measure/client-process.js', module, exported)
  await receive(child)
  return {
    async measure(order) {
      child.send(order)
      const outcome = await receive<Outcome | { readonly failure: string }>(child)
      if ('failure' in outcome) throw new Error(`${module} cannot do ${JSON.stringify(order)}: ${outcome.failure}`)
      return outcome
    },
    stop: () => child.kill(),
  }
}

/** What a client that reads slowly took meanwhile, in megabytes. */
export interface SlowReading {
  /** JavaScript heap beyond the idle process, after a collection. */
  readonly heap: number
  /** Buffers outside of the heap. */
  readonly external: number
  /** How much of 200 MB the server could write: little where it is held back. */
  readonly written: number
}

/** Lets a client read one text of 200 MB and sleep so many milliseconds. */
export async function readSlowly(
  { module, exported }: Contender,
  serverUrl: string,
  pause: number,
): Promise<SlowReading> {
  const child = startProgram('measure/read-slowly.js', module, exported, serverUrl, `${pause}`)
  const received = await receive<SlowReading>(child)
  child.kill()
  return received
}
