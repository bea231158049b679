import { callbackify } from 'node:util'
import type { LineEditorOptions } from './line-editor.js'

type Completion = [candidates: string[], replaced: string]

/** What the line editor of Node.js calls when the user presses Tab. A completion that fails is none. */
export function createCompleter(complete: NonNullable<LineEditorOptions['complete']>) {
  const tryComplete = async (line: string): Promise<Completion> => {
    try {
      return await complete(line)
    } catch {
      return [[], line]
    }
  }
  const call = callbackify(tryComplete)
  // It looks at the number of parameters.
  return (line: string, done: (error?: null | Error, result?: Completion) => void): void => call(line, done)
}
