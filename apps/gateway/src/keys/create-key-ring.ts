import { timingSafeEqual } from 'node:crypto'
import { digestKey, type KeyEntry, readKeyFile } from './key-file.js'

/** The keys that open a gateway. */
export interface KeyRing {
  /** Finds who a key belongs to. */
  readonly find: (key: string) => KeyEntry | undefined
  /** Reads the file again. If that fails the former keys stay, and it throws. */
  readonly reload: () => void
}

/** Reads the keys of a file. */
export function createKeyRing(path: string): KeyRing {
  const read = () => readKeyFile(path).map((entry) => ({ entry, digest: Buffer.from(entry.sha256, 'hex') }))
  let keys = read()
  return {
    find(key) {
      const digest = digestKey(key)
      let found: KeyEntry | undefined
      // All of them, so that the time tells nothing of which one it was.
      for (const each of keys) if (timingSafeEqual(each.digest, digest)) found = each.entry
      return found
    },
    reload() {
      keys = read()
    },
  }
}
