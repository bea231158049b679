import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { SettingsError } from '../settings/read-settings.js'

const count = v.pipe(v.number(), v.integer(), v.minValue(1))

const keySchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[\w.@-]{1,64}$/, 'must be 1 to 64 letters, digits or any of . _ @ -')),
  sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/, 'must be a SHA-256 in hexadecimal digits')),
  models: v.optional(v.array(v.string())),
  perMinute: v.optional(count),
  tokensPerMinute: v.optional(count),
})

const keyFileSchema = v.strictObject({ keys: v.array(keySchema) })

/** A key, as the file keeps it: without the key. */
export type KeyEntry = v.InferOutput<typeof keySchema>

/** Digests a key. It is random and long, so a fast hash keeps it as well as a slow one would. */
export const digestKey = (key: string): Buffer => createHash('sha256').update(key).digest()

/** Reads the file of keys. */
export function readKeyFile(path: string): KeyEntry[] {
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new SettingsError(`${path} could not be read: ${(error as Error).message}`)
  }
  const result = v.safeParse(keyFileSchema, document)
  if (!result.success) {
    const [issue] = result.issues
    throw new SettingsError(`${path}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`)
  }
  const { keys } = result.output
  const names = new Set(keys.map(({ name }) => name))
  if (names.size < keys.length) throw new SettingsError(`${path}: two keys have the same name`)
  return keys
}

/**
 * Makes a key and adds its digest to the file, which is made if it is missing.
 *
 * @returns The key. It is kept nowhere.
 */
export function addKey(path: string, entry: Omit<KeyEntry, 'sha256'>): string {
  let keys: KeyEntry[] = []
  try {
    keys = readKeyFile(path)
  } catch (error) {
    if (!isMissing(path)) throw error
  }
  if (keys.some(({ name }) => name === entry.name)) throw new SettingsError(`${path} has a key called ${entry.name}`)
  const key = `sk-tabby-${randomBytes(32).toString('base64url')}`
  const added = v.safeParse(keySchema, { ...entry, sha256: digestKey(key).toString('hex') })
  if (!added.success) {
    const [issue] = added.issues
    throw new SettingsError(`${v.getDotPath(issue)}: ${issue.message}`)
  }
  // Written beside it first: a gateway that reads it now finds the old file or the new one.
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, `${JSON.stringify({ keys: [...keys, added.output] }, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(temporary, path)
  return key
}

function isMissing(path: string): boolean {
  try {
    readFileSync(path)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
