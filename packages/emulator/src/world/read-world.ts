import * as v from 'valibot'
import { worldSchema } from './world-schema.js'
import type { World } from './world.js'

/** A world that cannot be played; the message names every place that is wrong. */
export class WorldError extends Error {
  override readonly name = 'WorldError'
}

/**
 * Checks that a value, such as a parsed file, describes a world: every key known, every value of its type, and what is
 * loaded at the start among the models.
 *
 * @param value - Anything.
 * @returns The same value, known to be a world.
 * @throws {WorldError} naming every place that is wrong, one per line.
 * @example
 * ```ts
 * import { createEmulator, readWorld } from '@tabby/emulator'
 *
 * const text = '{ "models": [{ "name": "my-8b-exl3" }], "loaded": { "model": "my-8b-exl3" } }'
 * const emulator = createEmulator({ world: readWorld(JSON.parse(text)) })
 * console.log((await emulator.fetch('http://emulator/v1/model')).status)
 * ```
 */
export function readWorld(value: unknown): World {
  const result = v.safeParse(worldSchema, value)
  if (!result.success) {
    const lines = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the world'}: ${describe(issue)}`)
    throw new WorldError(`The world cannot be played.\n${lines.join('\n')}`)
  }
  refuseMissing(result.output)
  return result.output
}

function describe(issue: v.InferIssue<typeof worldSchema>): string {
  if (issue.expected === 'never') return 'this key is not known'
  return issue.received === 'undefined' ? 'this key is missing' : issue.message
}

/** What is loaded at the start must be there. */
function refuseMissing({ loaded = {}, models, draftModels, embeddingModels, presets }: World): void {
  const folders = {
    model: models,
    draftModel: draftModels,
    embeddingModel: embeddingModels,
    preset: presets,
  }
  for (const [key, entries = []] of Object.entries(folders)) {
    const wanted = loaded[key as keyof typeof folders]
    if (wanted !== undefined && !entries.some((entry) => entry.name === wanted)) {
      throw new WorldError(`The world cannot be played.\nloaded.${key}: there is no "${wanted}"`)
    }
  }
}
