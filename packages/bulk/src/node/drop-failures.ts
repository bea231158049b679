import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { readStore } from './read-store.js'
import { writeAll } from './write-all.js'

/** How many bytes are copied at once. */
const batchSize = 1 << 20

/**
 * Replaces a store by a copy without its failed jobs, in one step: whenever the program is killed, the file is the old
 * one or the new one.
 */
export async function dropFailures(
  file: FileHandle,
  path: string,
  end: number,
  onKept: (id: string) => void,
): Promise<void> {
  const draft = `${path}.draft`
  // One that a killed program left behind is of no use; the lock keeps two programs from writing it.
  const copy = await open(draft, 'w', (await file.stat()).mode)
  try {
    let batch: Buffer[] = []
    let size = 0
    let position = 0
    const write = async () => {
      const bytes = Buffer.concat(batch)
      batch = []
      size = 0
      await writeAll(copy, bytes, position)
      position += bytes.length
    }
    await file.truncate(end)
    await readStore(file, path, async (id, isFailure, { bytes }) => {
      if (isFailure) return
      onKept(id)
      batch.push(bytes)
      size += bytes.length
      if (size >= batchSize) await write()
    })
    await write()
    await copy.sync()
    await copy.close()
    await rename(draft, path)
  } catch (error) {
    await copy.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}
