import {
  allowManyListeners,
  isTabbyError,
  requestJson,
  type TabbyClient,
  type TabbyRequest,
  type TabbyResponse,
} from '@tabby/core'

/** A caller that is waiting for the vector of a text. */
interface Caller {
  readonly text: string
  readonly request: TabbyRequest
  readonly resolve: (response: TabbyResponse) => void
  readonly reject: (error: unknown) => void
  isHere: boolean
  /** Called when the caller leaves during the request. */
  onLeave: () => void
}

/** Texts that are sent together. */
export interface Batch {
  /** Adds a text; the batch is sent when it is full. */
  readonly add: (text: string, request: TabbyRequest) => Promise<TabbyResponse>
}

/** Codes of errors that one of the texts may have caused. */
const codesOfOne: readonly string[] = [
  'invalid_request',
  'context_length_exceeded',
  'validation_error',
  'server_error',
  'generation_failed',
]

/** Statuses of a gateway that concern the server; the server's own 503 about a text is `generation_failed`. */
const ofServer: readonly number[] = [502, 503, 504]

/** Whether the same texts in smaller requests may succeed. */
function isOfOneText(error: unknown): boolean {
  if (!isTabbyError(error)) return false
  if (error.name === 'TabbyResponseError') return true
  if (error.name !== 'TabbyApiError' || !codesOfOne.includes(error.code)) return false
  return error.code === 'generation_failed' || !ofServer.includes(error.status)
}

/**
 * Splits a response into one for each caller, with only its own vector. `undefined` if it is not clear whose is whose.
 */
function splitResponse(value: unknown, count: number): string[] | undefined {
  const { data, usage: _, ...rest } = (value ?? {}) as { readonly data?: unknown; readonly usage?: unknown }
  if (!Array.isArray(data) || data.length !== count) return undefined
  const byIndex = new Map<unknown, object>(data.map((entry: { index?: unknown }) => [entry?.index, entry]))
  const entries = data.map((_entry, index) => byIndex.get(index))
  if (entries.includes(undefined)) return undefined
  return entries.map((entry) => JSON.stringify({ ...rest, data: [{ ...entry, index: 0 }] }))
}

const toResponse = (text: string): TabbyResponse => ({
  status: 200,
  headers: new Headers({ 'content-type': 'application/json' }),
  body: null,
  text: async () => text,
})

/** Sends the texts of these callers in one request, and in halves if one of them makes it fail. */
async function sendTogether(client: TabbyClient, given: readonly Caller[]): Promise<void> {
  const callers = given.filter(({ isHere }) => isHere)
  const [first] = callers
  if (!first) return
  if (callers.length === 1) return void client.send(first.request).then(first.resolve, first.reject)
  const controller = new AbortController()
  for (const caller of callers) {
    caller.onLeave = () => {
      if (!callers.some(({ isHere }) => isHere)) controller.abort()
    }
  }
  try {
    const input = callers.map(({ text }) => text)
    const { verify: _, ...request } = first.request
    const value = await requestJson(client, {
      ...request,
      body: { ...(request.body as object), input },
      signal: controller.signal,
    })
    const texts = splitResponse(value, callers.length)
    if (!texts) return sendHalves(client, callers)
    for (const [index, caller] of callers.entries()) caller.resolve(toResponse(texts[index]!))
  } catch (error) {
    if (isOfOneText(error)) return sendHalves(client, callers)
    for (const { reject } of callers) reject(error)
  }
}

function sendHalves(client: TabbyClient, callers: readonly Caller[]): void {
  const middle = Math.ceil(callers.length / 2)
  void sendTogether(client, callers.slice(0, middle))
  void sendTogether(client, callers.slice(middle))
}

/** Makes a batch that is sent after a delay or when it is full. `onSend` is called once, before that. */
export function createBatch(
  client: TabbyClient,
  { wait, maxSize, onSend }: { readonly wait: number; readonly maxSize: number; readonly onSend: () => void },
): Batch {
  const callers: Caller[] = []
  const run = () => {
    clearTimeout(timer)
    onSend()
    void sendTogether(client, callers)
  }
  const timer = setTimeout(run, wait)
  return {
    add: (text, request) =>
      new Promise((resolve, reject) => {
        const { signal } = request
        const end = () => signal?.removeEventListener('abort', abort)
        const caller: Caller = {
          text,
          request,
          resolve: (response) => (end(), resolve(response)),
          reject: (error) => (end(), reject(error)),
          isHere: true,
          onLeave() {},
        }
        const abort = () => {
          caller.isHere = false
          caller.reject(signal!.reason)
          caller.onLeave()
        }
        if (signal) allowManyListeners(signal)
        signal?.addEventListener('abort', abort)
        callers.push(caller)
        if (callers.length >= maxSize) run()
      }),
  }
}
