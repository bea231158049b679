import { homedir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../failure/usage-error.js'

/**
 * A path that was typed within a chat, where no shell reads it first: `~` is the home folder, and what a terminal
 * puts around the name of a dropped file, quotes or backslashes, is taken off.
 */
export function resolvePath(typed: string, command: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(typed)
  const path = quoted?.[2] ?? (process.platform === 'win32' ? typed : typed.replace(/\\(.)/gs, '$1'))
  if (path === '') throw new UsageError(`${command} needs the name of a file`)
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
}
