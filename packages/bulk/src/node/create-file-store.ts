import { type FileHandle, open, realpath } from 'node:fs/promises'
import { TabbyRequestError } from '@tabby/core'
import type { BulkOutcome, BulkStore } from '../bulk-job.js'
import { toBatchLine } from '../to-batch-line.js'
import { createLineWriter } from './create-line-writer.js'
import { dropFailures } from './drop-failures.js'
import { lockStore } from './lock-store.js'
import { readStore } from './read-store.js'
import { toFileError } from './to-file-error.js'

/** How a file of results is opened. */
export interface FileStoreOptions {
  /** Takes the failed jobs out of the file, so that they are run again. Default `false`. */
  readonly retryFailed?: boolean | undefined
}

/** Results in a file, made by `createFileStore`. */
export interface FileStore<Result> extends BulkStore<Result>, AsyncDisposable {
  /** How many jobs are finished, failed ones included. */
  readonly size: number
  /** How many of them failed. */
  readonly failed: number
  /** Whether a job is finished, failed ones included. */
  has(id: string): boolean
  /** Waits until everything is on the disk, and lets other programs use the file. */
  close(): Promise<void>
  /** The same as `close`, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens a file that keeps the results of a run, or creates it.
 *
 * The file holds a line of JSON for each finished job, as OpenAI's Batch API writes them: `custom_id` is the job's id,
 * `response.body` its result, `error` why it failed, and `columns` are the job's own. Lines are only appended and reach
 * the disk in batches, each of them synced before its jobs count as finished. So a program that is killed and a disk that
 * is full lose no finished job and double none; a last line that was cut off is removed when the file is opened next.
 *
 * While it is open, a file beside it, `<path>.lock`, holds the process and its start time; a lock that a killed process
 * left behind is taken over. Ids of finished jobs are kept in memory, results are not.
 *
 * @param path - The file. Its folder must exist.
 * @param options - Whether failed jobs are run again.
 * @returns The store, for `runBulk`. Close it, or use `await using`.
 * @throws TabbyRequestError when the file cannot be opened, another process uses it, or it holds other lines.
 *
 * @example
 * ```ts
 * import { createFileStore } from '@tabby/bulk/node'
 *
 * await using store = await createFileStore('results.jsonl', { retryFailed: true })
 * console.log(`${store.size} jobs are done`)
 * ```
 */
export async function createFileStore<Result>(
  path: string,
  options: FileStoreOptions = {},
): Promise<FileStore<Result>> {
  if (typeof path !== 'string' || path === '') throw new TabbyRequestError('createFileStore: path must be a string')
  const { retryFailed = false } = options ?? {}
  // A symbolic link and its file have one lock, and the link stays one.
  const target = await realpath(path).catch(() => path)
  const lock = await lockStore(target)
  try {
    return await openStore(target, retryFailed, () => lock.release())
  } catch (error) {
    await lock.release()
    throw toFileError(path, 'opened', error)
  }
}

async function openStore<Result>(
  path: string,
  retryFailed: boolean,
  release: () => Promise<void>,
): Promise<FileStore<Result>> {
  const ids = new Set<string>()
  const counts = { failed: 0 }
  // To be read and written, and created if it does not exist; `a+` would write at the end only.
  let file = await openFile(path)
  try {
    let end = await readStore(file, path, (id, isFailure) => {
      ids.add(id)
      if (isFailure) counts.failed++
    })
    if (retryFailed && counts.failed > 0) {
      ids.clear()
      counts.failed = 0
      await dropFailures(file, path, end, (id) => void ids.add(id))
      await file.close()
      file = await openFile(path)
      end = (await file.stat()).size
    }
    const writer = await createLineWriter(file, path, end)
    let closing: Promise<void> | undefined
    const close = () => (closing ??= writer.close().finally(() => release()))
    return {
      get size() {
        return ids.size
      },
      get failed() {
        return counts.failed
      },
      has: (id) => ids.has(id),
      async add(outcome: BulkOutcome<Result>) {
        const { id, error } = outcome
        if (ids.has(id)) throw new TabbyRequestError(`${path} has a result of the job ${id.slice(0, 100)} already`)
        if (closing) throw new TabbyRequestError(`${path} is closed: no result can be added`)
        const line = toBatchLine(outcome)
        ids.add(id)
        try {
          await writer.append(line)
        } catch (failure) {
          ids.delete(id)
          throw failure
        }
        if (error) counts.failed++
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await file.close().catch(() => undefined)
    throw error
  }
}

async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return open(path, 'wx+')
  })
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new TabbyRequestError(`${path} is not a file, and only a file can keep results`)
}
