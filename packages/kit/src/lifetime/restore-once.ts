import { isTabbyError } from '@tabby/core'

/** The end of a block that has changed something on the server. */
export interface Restorable {
  /** Restores the previous state at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Makes a handle for `await using` that restores the previous state once, however often it is disposed. */
export function restoreOnce(restore: () => Promise<void>): Restorable {
  let isRestored = false
  return {
    async [Symbol.asyncDispose]() {
      if (isRestored) return
      isRestored = true
      await restore()
    },
  }
}

/**
 * Adds to the error of a failed load that what was loaded before could not be restored either, in its message and as
 * `restoreError`. An error of another kind, such as one that a callback threw, stays as it is.
 *
 * @param former - What could not be restored, for the message.
 */
export function addRestoreError(error: unknown, restoreError: unknown, former: string): void {
  if (!isTabbyError(error)) return
  const reason = restoreError instanceof Error ? restoreError.message : String(restoreError)
  const message = `${error.message}; and ${former} could not be restored: ${reason}`
  const { stack } = error
  // The first line of a stack is the message as it was when the error was made.
  if (stack) Object.defineProperty(error, 'stack', { value: stack.replace(error.message, () => message) })
  Object.defineProperty(error, 'message', { value: message })
  Object.defineProperty(error, 'restoreError', { value: restoreError })
}
