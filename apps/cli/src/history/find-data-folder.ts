import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from '../terminal/terminal.js'

/** The folder of what this program remembers: questions and conversations. */
export function findDataFolder({ environment }: Pick<Terminal, 'environment'>): string {
  const home = environment['XDG_DATA_HOME'] || join(environment['HOME'] || homedir(), '.local', 'share')
  return join(home, 'tabby')
}

/** Whether `TABBY_HISTORY=off` says that nothing is to be remembered. */
export const isHistoryOff = ({ environment }: Pick<Terminal, 'environment'>): boolean =>
  /^(?:off|0|false|no)$/i.test(environment['TABBY_HISTORY']?.trim() ?? '')
