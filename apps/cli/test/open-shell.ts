import { stripVTControlCharacters } from 'node:util'
import { programPath } from './bundle-program.js'
import { openTerminal } from './open-terminal.js'

/** What a command line showed in a terminal. */
export interface ShellRun {
  code: number
  /** Without colours, with the lines that a person sees. */
  shown: string
  /** The same in one line, whichever way it was wrapped. */
  text: string
}

/** Runs command lines in one shell in one terminal, in which `tabby` is the program. */
export async function openShell(
  environment: Record<string, string> = {},
  columns = 100,
): Promise<(line: string) => Promise<ShellRun>> {
  const path = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' }
  const terminal = openTerminal([], { ...path, PS1: '', ...environment }, { columns, command: ['/bin/sh', '-i'] })
  terminal.type(`stty -echo; tabby() { '${process.execPath}' '${programPath}' "$@"; }; printf 'rea%s' dy\r`)
  await terminal.see('ready')
  return async (line) => {
    terminal.type(`${line}; printf '\\nexit %s\\n' $?\r`)
    const output = stripVTControlCharacters(await terminal.see(/\nexit \d+\r\n/)).replaceAll('\r\n', '\n')
    const [, shown = '', code] = /^(.*)\nexit (\d+)\n$/s.exec(output) ?? []
    return { code: Number(code), shown, text: shown.replace(/\s+/g, ' ').trim() }
  }
}

/** A word of a command line, as it is. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
