import { useEffect, useState } from 'preact/hooks'
import { serverChanges } from './server-changes.js'

/** Something that was read from the server. */
export interface Resource<Value> {
  /** The last value; stays while it is read again. */
  readonly value: Value | undefined
  /** Why it could not be read. */
  readonly error: unknown
  readonly isReading: boolean
  readonly readAgain: () => void
}

type Reading<Value> = Pick<Resource<Value>, 'value' | 'error' | 'isReading'>

/**
 * Reads something from the server, and again on request or when the page has changed something there. With other
 * inputs, such as another client, the previous value is dropped at once.
 */
export function useResource<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  inputs: readonly unknown[],
): Resource<Value> {
  const [asked, setAsked] = useState(0)
  const nothing: Reading<Value> = { value: undefined, error: undefined, isReading: true }
  const [reading, setReading] = useState<Reading<Value>>(nothing)
  const changes = serverChanges.value

  useEffect(() => setReading(nothing), inputs)
  useEffect(() => {
    const controller = new AbortController()
    const settle = (settled: Partial<Reading<Value>>): void => {
      if (!controller.signal.aborted) setReading({ ...nothing, ...settled, isReading: false })
    }
    setReading((before) => ({ ...before, isReading: true }))
    read(controller.signal).then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    )
    return () => controller.abort()
  }, [...inputs, asked, changes])

  return { ...reading, readAgain: () => setAsked((count) => count + 1) }
}
