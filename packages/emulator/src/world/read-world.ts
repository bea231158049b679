import * as v from 'valibot'
import type { Conversation } from '../engine/script/scripted-answer.js'
import { type Fault, faultsSchema } from '../faults/fault.js'
import { conversationSchema, worldSchema } from './world-schema.js'
import type { World } from './world.js'

/** Thrown for a world, a conversation or a list of faults that is not valid. The message names everything wrong in it. */
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
  const world = readShape(worldSchema, value, { title: 'The world is', prefix: '' })
  refuseMissing(world)
  return world
}

/** Checks that a value is a scripted conversation. */
export function readConversation(value: unknown): Conversation {
  return readShape(conversationSchema, value, { title: 'The conversation is', prefix: 'conversation' })
}

/** Checks that a value is a list of faults. */
export function readFaults(value: unknown): readonly Fault[] {
  return readShape(faultsSchema, value, { title: 'The faults are', prefix: 'faults' })
}

function readShape<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  { title, prefix }: { title: string; prefix: string },
): Output {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const lines = result.issues.map((issue) => {
    const place = [prefix, v.getDotPath(issue) ?? ''].filter(Boolean).join('.')
    return `${place || 'the world'}: ${describe(issue)}`
  })
  throw new WorldError(`${title} not valid.\n${lines.join('\n')}`)
}

function describe({ expected, received, message, type }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'this key is not known'
  if (received === 'undefined') return 'this key is missing'
  return type === 'variant' ? `this must be one of ${expected}` : message
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
      throw new WorldError(`The world is not valid.\nloaded.${key}: there is no "${wanted}"`)
    }
  }
}
