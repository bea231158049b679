import { writeFile } from 'node:fs/promises'
import { UsageError } from '../failure/usage-error.js'
import { describeFileFailure } from './describe-file-failure.js'
import { findWriteTarget } from './find-write-target.js'
import { openDraft } from './open-draft.js'

/**
 * Writes a file by draft and rename: whatever happens, the path holds either all of the old content or all of the new.
 *
 * @throws UsageError that says why it cannot be written; the former content is still there.
 */
export async function writeWholeFile(path: string, text: string, { mode }: { mode?: number } = {}): Promise<void> {
  try {
    const target = await findWriteTarget(path)
    if (target.isDevice) return await writeFile(target.path, text)
    const draft = await openDraft(target, mode)
    try {
      await draft.write(text)
      await draft.publish()
    } catch (error) {
      await draft.discard()
      throw error
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be written ${describeFileFailure(error)}`, { cause: error })
  }
}
