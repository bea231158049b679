import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toFileError } from './to-file-error.js'
import { writeAll } from './write-all.js'

/** Appends lines to a file. */
interface LineWriter {
  /** Resolves when the line is on the disk. */
  append(line: string): Promise<void>
  /** Closes the file when everything is on the disk. */
  close(): Promise<void>
}

interface WaitingLine {
  readonly line: string
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * Writes and syncs all lines that are waiting at once, and meanwhile the next ones wait: the slower the disk, the larger
 * the batches.
 *
 * After a failure the file is cut back to its last whole batch, and nothing is written any more.
 */
export async function createLineWriter(file: FileHandle, path: string, begin: number): Promise<LineWriter> {
  let end = begin
  let waiting: WaitingLine[] = []
  let failure: Error | undefined
  let writing: Promise<void> | undefined

  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        if (failure) throw failure
        const bytes = Buffer.from(batch.map(({ line }) => line).join(''))
        await writeAll(file, bytes, end)
        await file.datasync()
        end += bytes.length
        for (const { resolve } of batch) resolve()
      } catch (error) {
        if (!failure) await file.truncate(end).catch(() => undefined)
        failure = toFileError(path, 'written', error)
        for (const { reject } of batch) reject(failure)
      }
    }
    writing = undefined
  }

  // What a killed program left half written goes now, and the name of a new file is on the disk before its first line.
  await file.truncate(end)
  await file.sync()
  await syncFolder(dirname(path))
  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject })
        writing ??= write()
      }),
    async close() {
      await writing
      await file.close()
    },
  }
}

/** Windows cannot open a folder, and needs no sync of it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder)
    await handle.sync().finally(() => handle.close())
  } catch {
    // The file itself is synced.
  }
}
