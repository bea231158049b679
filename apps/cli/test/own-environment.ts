import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Keeps what this machine's own user has saved out of the tests, and the tests out of it. */
export const ownEnvironment: Record<string, string> = {
  TABBY_HISTORY: 'off',
  XDG_CONFIG_HOME: join(tmpdir(), 'tabby-cli-nothing'),
  XDG_DATA_HOME: join(tmpdir(), 'tabby-cli-nothing'),
}
