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

/** Keeps the members of chunks other than their choices. */
export interface HeadKeeper {
  /** Takes the members of a chunk in place of the previous ones. */
  readonly add: (chunk: ChunkHead) => void
  /** Returns all members, each with its last non-empty value. */
  readonly get: () => Record<string, unknown>
}

/**
 * Makes a head keeper for one stream. `model_name` is kept like any member, unless the reader has renamed it.
 *
 * A chunk that repeats the four known values, and has no members but these and its choices, adds nothing. This is
 * checked first, because it takes less time than looking up each member by name.
 */
export function createHeadKeeper(size: SizeLimit, isModelRenamed = false): HeadKeeper {
  const fields = createFieldKeeper(size)
  const isRepeated = createRepeatFinder()
  let id: string | undefined
  let object: string | undefined
  let created: number | undefined
  let model: string | undefined
  /** If one of the four is missing, an unknown member could be counted in its place. */
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
