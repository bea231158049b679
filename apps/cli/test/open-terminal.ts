import { spawn } from '@lydell/node-pty'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'
import { programPath } from './bundle-program.js'
import { ownEnvironment } from './own-environment.js'

/** The program in a terminal of its own. */
export interface OpenTerminal {
  /** Everything that was written so far, control sequences included. */
  readonly output: string
  /** Waits until the text has been written, and gives what was written up to its end. Later calls look behind it. */
  see(text: string | RegExp): Promise<string>
  /** Presses keys. */
  type(keys: string): void
  resize(columns: number, rows: number): void
  /** The exit code, once the program has ended. */
  readonly ended: Promise<number>
}

/** Ctrl-C and Ctrl-D, as a keyboard sends them. */
export const controlC = '\u0003'
export const controlD = '\u0004'

/** A test says what it saw before its own time is over. In milliseconds. */
const patience = 15_000

/** What else stands around the program. */
export interface OpenTerminalOptions {
  /** Largest file that it may write, in blocks of 512 bytes; it stands for a full disk. */
  largestFile?: number
  columns?: number | undefined
  /** What runs instead of the program. */
  command?: readonly string[]
}

/** Runs the program in a pseudo-terminal, as a person would have it. */
export function openTerminal(
  words: readonly string[],
  environment: Record<string, string>,
  { largestFile, columns = 80, command: program = [process.execPath, programPath] }: OpenTerminalOptions = {},
): OpenTerminal {
  const line = [...program, ...words]
  const [file = '', ...given] =
    largestFile === undefined ? line : ['/bin/sh', '-c', `ulimit -f ${largestFile}; exec "$0" "$@"`, ...line]
  const terminal = spawn(file, given, {
    name: environment['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows: 24,
    env: { TERM: 'xterm-256color', ...ownEnvironment, ...environment },
  })
  let output = ''
  let seen = 0
  let isOver = false
  const listeners = new Set<() => void>()
  const tell = (): void => listeners.forEach((listener) => listener())
  terminal.onData((piece) => {
    output += piece
    tell()
  })
  const ended = new Promise<number>((resolve) => {
    terminal.onExit(({ exitCode }) => {
      isOver = true
      resolve(exitCode)
      // What was written last may come after the news of the end.
      setTimeout(tell, 200)
    })
  })
  onTestFinished(() => {
    if (!isOver) terminal.kill('SIGKILL')
  })
  return {
    get output() {
      return output
    },
    see: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const rest = output.slice(seen)
          const found = typeof text === 'string' ? toMatch(rest, text) : text.exec(rest)
          if (!found && !isOver) return
          listeners.delete(look)
          clearTimeout(timer)
          if (!found) return reject(new Error(`${String(text)} was not seen before the end in: ${rest}`))
          seen += found.index + found[0].length
          resolve(rest.slice(0, found.index + found[0].length))
        }
        const timer = setTimeout(() => {
          listeners.delete(look)
          reject(new Error(`${String(text)} was not seen in: ${JSON.stringify(output.slice(seen))}`))
        }, patience)
        listeners.add(look)
        look()
      }),
    type: (keys) => terminal.write(keys),
    resize: (width, height) => terminal.resize(width, height),
    ended,
  }
}

/** The text of an output without colours and line breaks, wherever lines were wrapped. */
export const unwrap = (output: string): string => stripVTControlCharacters(output).replace(/\s+/g, ' ')

/** A space of a line may be where it was wrapped. */
const space = String.raw`(?: |(?:\u001B\[\d+m)*\r\n(?:\u001B\[\d+m)* *)`

function toMatch(rest: string, text: string): RegExpExecArray | null {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  // What ends with a space is a prompt.
  return new RegExp(escaped.replace(/ (?=\S)/g, space), 'u').exec(rest)
}
