import { randomUUID } from 'node:crypto'
import { chmod, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WriteTarget } from './find-write-target.js'

/** A file beside its target that nobody sees before it is whole. */
export interface Draft {
  write(text: string): Promise<void>
  /** Puts it in the place of the target, in one step. */
  publish(): Promise<void>
  /** Removes what was not published. */
  discard(): Promise<void>
}

/** Opens a draft in the folder of the target; without a mode, it gets that of the file that it will replace. */
export async function openDraft(target: WriteTarget, mode?: number): Promise<Draft> {
  const path = join(dirname(target.path), `.tabby-${randomUUID()}.draft`)
  const file = await open(path, 'wx', mode ?? target.mode ?? 0o666)
  return {
    async write(text) {
      await file.writeFile(text)
      // A full disk may be told only now, and after a loss of power the name must not lead to an empty file.
      await file.sync()
    },
    async publish() {
      await file.close()
      // The mode that a file is opened with is narrowed by the umask.
      if (mode === undefined && target.mode !== undefined) await chmod(path, target.mode)
      await rename(path, target.path)
    },
    async discard() {
      await file.close().catch(() => undefined)
      await rm(path, { force: true })
    },
  }
}
