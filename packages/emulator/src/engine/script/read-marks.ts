import type { Marks } from './marks.js'

/** More than any context holds, and little enough to be written at once. */
const MOST = 1_000_000

const MARK = /\[\[(\w+)(?::([^\]]*))?\]\]/g

/** Reads the marks out of the text that the model answers. */
export function readMarks(text: string): Marks {
  const found = new Map<string, string>()
  for (const match of text.matchAll(MARK)) if (match[1]) found.set(match[1], match[2] ?? '')
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

function decodeBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
  } catch {
    return ''
  }
}
