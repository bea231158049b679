import { toolWords } from '../../words/tool-words.js'

/** Longer results fill the context; in characters. */
const longest = 100_000

/** How long the frame may take to load, in milliseconds. */
const loadingTime = 10_000

/** What is run. */
export interface SandboxRun {
  /** Body of an async function of `args`. */
  code: string
  args: unknown
  /** In milliseconds; counted from when the code starts. */
  timeLimit: number
  signal: AbortSignal
}

/**
 * Runs code of the user in a worker of a frame that has an origin of its own, no network and no way to this page. The
 * frame is removed when the code is done, when its time is up, and after an abort.
 *
 * @returns What the code returned, as JSON carries it.
 * @throws Error with a sentence: what the code threw, or why it was ended. After an abort, its reason.
 */
export function runInSandbox({ code, args, timeLimit, signal }: SandboxRun): Promise<unknown> {
  const frame = document.createElement('iframe')
  const { port1, port2 } = new MessageChannel()
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = new Promise<unknown>((resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    const endAfter = (time: number, why: string) => {
      clearTimeout(timer)
      timer = setTimeout(() => reject(new Error(why)), time)
    }
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if ((data as { isReady?: boolean }).isReady) endAfter(timeLimit, toolWords.timeIsUp(timeLimit / 1000))
      else resolve(data)
    }
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.setAttribute('referrerpolicy', 'no-referrer')
    frame.hidden = true
    frame.title = toolWords.whereToolsRun
    frame.src = new URL('tool-frame.html', document.baseURI).href
    // Its origin has no name; only the file of this page is ever in it.
    frame.onload = () => frame.contentWindow?.postMessage({ code: writeWorker(code), args }, '*', [port2])
    endAfter(loadingTime, toolWords.frameCannotBeLoaded)
    document.body.append(frame)
  })
  return run.then(readOutcome).finally(() => {
    clearTimeout(timer)
    port1.close()
    frame.remove()
  })
}

/** The script of the worker. It sends JSON or a sentence, and the frame ends it. */
const writeWorker = (code: string) => `onmessage = async ({ data: args }) => {
  try {
    const value = await (async (args) => {
${code}
})(args)
    postMessage({ json: JSON.stringify(value) ?? 'null' })
  } catch (error) {
    postMessage({ error: String(error) })
  }
}`

/** The code may have sent anything. What is not an outcome of ours is none. */
function readOutcome(outcome: unknown): unknown {
  const { json, error } = (outcome ?? {}) as { json?: unknown; error?: unknown }
  if (typeof error === 'string') throw new Error(error.slice(0, 1000))
  if (typeof json !== 'string') throw new Error(toolWords.resultIsNotJson)
  if (json.length > longest) throw new Error(toolWords.resultIsTooLong)
  return JSON.parse(json) as unknown
}
