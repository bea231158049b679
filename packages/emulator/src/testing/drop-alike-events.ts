/**
 * Leaves out each event that is of the same kind as the two before it, or whose kind has followed the kind before it
 * twice already: splitting it would test the same again. Events are of one kind if they differ in numbers and ASCII
 * texts only, where a text with escapes is not like one without.
 *
 * @param body - An event stream with CRLF, as the server sends it.
 * @returns The stream with the events that differ.
 * @example
 * ```ts
 * import { dropAlikeEvents, getRecording } from '@tabby/emulator/testing'
 *
 * const { body } = getRecording('chat_n2_usage_stream').response
 * console.log(dropAlikeEvents(body).length < body.length) // true
 * ```
 */
export function dropAlikeEvents(body: string): string {
  const pairs = new Map<string, number>()
  let [last, secondLast] = ['', '']
  return body
    .split(/(?<=\r\n\r\n)/)
    .filter((event) => {
      const kind = event.replace(/(?<=: |\[)"(?:[ -!#-[\]-~]|\\["\\/bfnrt])*"|[\d.-]+/g, (text) =>
        text.includes('\\') ? '1' : '0',
      )
      const pair = last + kind
      const count = (pairs.get(pair) ?? 0) + 1
      pairs.set(pair, count)
      const isThird = kind === last && kind === secondLast
      ;[last, secondLast] = [kind, last]
      return count < 3 && !isThird
    })
    .join('')
}
