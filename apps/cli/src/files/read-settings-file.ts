import { readFile } from 'node:fs/promises'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from './describe-file-failure.js'

/** Reads a file that the program itself writes; `undefined` if there is none yet. */
export async function readSettingsFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UsageError(`${path} cannot be read ${describeFileFailure(error)}`, { cause: error })
  }
}
