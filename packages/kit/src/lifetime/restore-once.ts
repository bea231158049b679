/** The end of a block that has changed something on the server. */
export interface Restorable {
  /** Restores the former state at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Makes the end of a block, which restores the former state once, however often it is asked to. */
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
