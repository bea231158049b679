import { readFileSync } from 'node:fs'
import { readWorld } from '../world/read-world.js'
import type { World } from '../world/world.js'

/** Reads a world from a JSON file; the error of a bad one names the file. */
export function readWorldFile(path: string): World {
  try {
    return readWorld(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
