import { useState } from 'preact/hooks'
import { noteServerChange } from './server-changes.js'

/** Something that the page has the server do. */
export interface Action {
  /** Does it, unless something is being done; true when it was. */
  readonly run: (act: () => Promise<unknown>) => Promise<boolean>
  readonly isRunning: boolean
  /** Why the last one failed. */
  readonly failure: unknown
}

/** One change of the server at a time. After it, done or failed, what shows the server's state reads again. */
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
