import { readTextFile } from '../input/read-text-file.js'
import { UsageError } from '../failure/errors.js'

/** Reads the JSON schema of `--schema`. What the server cannot use of it is refused before a request. */
export async function readSchema(path: string): Promise<Record<string, unknown>> {
  const { text } = await readTextFile(path)
  let schema: unknown
  try {
    schema = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new UsageError(`${path} is not JSON`)
  }
  if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return schema as Record<string, unknown>
  throw new UsageError(`${path} is not a JSON schema: it must hold an object`)
}
