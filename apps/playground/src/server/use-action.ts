import { useState } from 'preact/hooks'
import { noteServerChange } from './server-changes.js'

/** An action on the server. */
export interface Action {
  /** Runs it, unless another action is running; true if it succeeded. */
  readonly run: (act: () => Promise<unknown>) => Promise<boolean>
  readonly isRunning: boolean
  /** Why the last one failed. */
  readonly failure: unknown
}

/** Makes one change at a time. After it, successful or not, everything that shows the server's state reads it again. */
export function useAction(): Action {
  const [isRunning, setRunning] = useState(false)
  const [failure, setFailure] = useState<unknown>(undefined)
  return {
    isRunning,
    failure,
    async run(act) {
      if (isRunning) return false
      setRunning(true)
      setFailure(undefined)
      try {
        await act()
        return true
      } catch (error) {
        setFailure(error)
        return false
      } finally {
        setRunning(false)
        noteServerChange()
      }
    },
  }
}
