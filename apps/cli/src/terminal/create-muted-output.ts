import { Writable } from 'node:stream'

/** An output that can be silenced. */
export interface MutedOutput {
  readonly stream: NodeJS.WritableStream
  muted: boolean
}

/** Mutes a line editor, so that typing does not show up in the middle of a reply. */
export function createMutedOutput(target: NodeJS.WriteStream): MutedOutput {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      // Passed on at once: what waits here would depend on a later state of `muted`.
      if (!output.muted) target.write(chunk)
      done()
    },
  })
  // The editor wraps long lines at the width of the terminal, and redraws when that changes.
  Object.defineProperties(writable, {
    columns: { get: () => target.columns },
    rows: { get: () => target.rows },
  })
  target.on('resize', () => writable.emit('resize'))
  const output: MutedOutput = { stream: writable, muted: false }
  return output
}
