import { UsageError } from '../failure/usage-error.js'
import { describeFileFailure } from './describe-file-failure.js'
import { findWriteTarget } from './find-write-target.js'
import { openDraft } from './open-draft.js'

/**
 * Tries whether `writeWholeFile` could write there, and leaves everything as it was: a path that is wrong is known
 * before the work that the file is for.
 */
export async function tryWholeFile(path: string): Promise<void> {
  try {
    const target = await findWriteTarget(path)
    if (!target.isDevice) await (await openDraft(target)).discard()
  } catch (error) {
    throw new UsageError(`${path} cannot be written ${describeFileFailure(error)}`, { cause: error })
  }
}
