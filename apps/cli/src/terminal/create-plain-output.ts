import { Writable } from 'node:stream'

/** Stands in front of a terminal for who wants no colours from a library that does not look at NO_COLOR. */
export function createPlainOutput(target: NodeJS.WriteStream): NodeJS.WritableStream {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      // Colours and styles alone end in an m; what moves the cursor stays.
      target.write(text.replace(/\p{Cc}\[[\d;]*m/gu, ''))
      done()
    },
  })
  Object.defineProperties(writable, {
    columns: { get: () => target.columns },
    rows: { get: () => target.rows },
    isTTY: { get: () => target.isTTY },
  })
  target.on('resize', () => writable.emit('resize'))
  return writable
}
