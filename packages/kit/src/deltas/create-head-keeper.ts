import { countMembers, createRepeatFinder } from './create-repeat-finder.js'
import { createFieldKeeper } from './create-field-keeper.js'
import type { SizeLimit } from './create-size-limit.js'

/** The members that nearly all chunks have. */
export interface ChunkHead {
  readonly id: string
  readonly object: string
  readonly created: number
  readonly model: string
  readonly choices: readonly unknown[]
}

/** Keeps what stands beside the choices of chunks. */
export interface HeadKeeper {
  /** Keeps the members of a chunk in place of those before. */
  readonly add: (chunk: ChunkHead) => void
  /** All members, each with its last value that was not nothing. */
  readonly get: () => Record<string, unknown>
}

/**
 * Makes one for a stream. `model_name` is kept like any member, unless the reader has given it its other name.
 *
 * A chunk that repeats the four known values, and has no member but these and its choices, brings nothing new. This is
 * checked first, because it takes less time than to look at each member by its name.
 */
export function createHeadKeeper(size: SizeLimit, isModelRenamed = false): HeadKeeper {
  const fields = createFieldKeeper(size)
  const isRepeated = createRepeatFinder()
  let id: string | undefined
  let object: string | undefined
  let created: number | undefined
  let model: string | undefined
  /** Where one of the four is missing, an unknown member could be counted in its place. */
  let isWhole = false

  const hasNews = (chunk: ChunkHead & { readonly model_name?: string }) =>
    !isWhole ||
    chunk.created !== created ||
    chunk.id !== id ||
    chunk.model !== model ||
    chunk.object !== object ||
    countMembers(chunk) !== (isModelRenamed && chunk.model_name !== undefined ? 6 : 5)
  return {
    add(chunk) {
      if (!hasNews(chunk)) return
      let place = 0
      for (const name in chunk) {
        if (name === 'choices' || (isModelRenamed && name === 'model_name')) continue
        const value: unknown = chunk[name as keyof ChunkHead]
        if (!isRepeated(place++, name, value)) fields.replace(name, value)
      }
      ;({ id, object, created, model } = chunk)
      isWhole = id !== undefined && object !== undefined && created !== undefined && model !== undefined
    },
    get: fields.get,
  }
}
