import { emitKeypressEvents, type Interface, type Key } from 'node:readline'

/** What is told of a keyboard. */
export interface KeyTarget {
  /** A key was pressed; `text` is what it writes, if anything. */
  onKey(text: string | undefined, key: Key): void
  /** A text was pasted. */
  onPaste(text: string): void
}

/** Asks the terminal to mark pasted text, so that its lines are not taken for lines that were typed. */
const markPastes = '\u001B[?2004h'
const leavePastes = '\u001B[?2004l'
const pasteBegin = '\u001B[200~'
const pasteEnd = '\u001B[201~'

/** Reads single keys until `stop` is called. The terminal is in raw mode meanwhile, so that Ctrl-C is a key. */
export function readKeys(
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream,
  editor: Interface,
  { onKey, onPaste }: KeyTarget,
): { stop(): void } {
  let pasted: string[] | undefined
  const listen = (text: string | undefined, key: Key): void => {
    if (key.sequence === pasteBegin) pasted = []
    else if (key.sequence === pasteEnd) {
      const whole = (pasted ?? []).join('')
      pasted = undefined
      onPaste(whole.replace(/\r\n?/g, '\n'))
    } else if (pasted) pasted.push(key.sequence ?? text ?? '')
    else onKey(text, key)
  }
  emitKeypressEvents(stdin, editor)
  stdin.setRawMode(true)
  stdin.on('keypress', listen)
  stdin.resume()
  stdout.write(markPastes)
  return {
    stop() {
      stdout.write(leavePastes)
      stdin.off('keypress', listen)
      stdin.setRawMode(false)
      stdin.pause()
    },
  }
}
