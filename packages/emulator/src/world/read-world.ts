import type { World } from './world.js'

/** Checks a world. */
export function readWorld(value: unknown): World {
  return value as World
}
