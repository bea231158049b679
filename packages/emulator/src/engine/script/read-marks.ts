import type { Marks } from './marks.js'

/** More than any context holds, and little enough to be written at once. */
const MOST = 1_000_000

const NAME = /\w+/y

/** Reads the marks out of the text that the model answers. */
export function readMarks(text: string): Marks {
  const found = findMarks(text)
  const marks: Marks = {
    textBeforeTool: found.has('pre'),
    noTool: found.has('notool'),
    malformedTool: found.has('badtool'),
    loop: found.has('loop'),
    impossible: found.has('inf'),
    present: found.size > 0,
  }
  const numbers = [
    ['len', 'length'],
    ['delay', 'delaySeconds'],
    ['prefill', 'prefillSeconds'],
    ['think', 'think'],
    ['tool', 'toolCalls'],
    ['fail', 'failAfter'],
    ['chunk', 'chunk'],
  ] as const
  for (const [mark, field] of numbers) {
    const value = Number(found.get(mark) ?? NaN)
    if (Number.isFinite(value)) marks[field] = Math.min(value, MOST)
  }
  const say = found.get('say64')
  if (say !== undefined) marks.say = decodeBase64(say)
  return marks
}

/**
 * The values of `[[name]]` and `[[name:value]]`; of several with one name the last counts. Each bracket is looked at
 * once: a regular expression would read on to the next closing one from each that opens.
 */
function findMarks(text: string): Map<string, string> {
  const found = new Map<string, string>()
  let close = -1
  for (let at = text.indexOf('[['); at >= 0; at = text.indexOf('[[', at)) {
    if (close < at) close = text.indexOf(']', at)
    if (close < 0) break
    NAME.lastIndex = at + 2
    const name = NAME.exec(text)?.[0] ?? ''
    const end = at + 2 + name.length
    const isMark = name !== '' && text[close + 1] === ']' && (end === close || (end < close && text[end] === ':'))
    if (isMark) found.set(name, text.slice(end + 1, Math.max(end, close)))
    at = isMark ? close + 2 : at + 1
  }
  return found
}

function decodeBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
  } catch {
    return ''
  }
}
