import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { UsageError } from '../failure/errors.js'

const types: Partial<Record<string, string>> = {
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
}

/** Reads an image file as a data URL. */
export async function readImage(path: string): Promise<string> {
  const type = types[extname(path).toLowerCase()]
  if (!type) throw new UsageError(`${path} is not a supported image: use ${Object.keys(types).join(', ')}`)
  try {
    return `data:${type};base64,${(await readFile(path)).toString('base64')}`
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error })
  }
}
