import type { JsonPlace } from '@tabby/core'

/** The tags around reasoning in the text of a model whose server has no parser for it: opening and closing. */
export const reasoningTags: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<seed:think>', '</seed:think>'],
  ['[THINK]', '[/THINK]'],
  ['<|channel|>analysis', '<|channel|>final<|message|>'],
]

/** What opens and closes a block of code. */
export const codeFences: readonly string[] = ['```', '~~~']

/** A value that a text may contain. */
interface JsonCandidate {
  /** The value. */
  readonly value: unknown
  /** Where it was found. */
  readonly found: JsonPlace
}

/**
 * Finds the values that a text may contain: the whole text, else what follows the reasoning, else its code fences.
 * Nothing else is searched for JSON: what a sentence quotes is not the reply.
 *
 * @throws RangeError when the JSON is nested too deeply.
 */
export function findJson(text: string): JsonCandidate[] {
  const whole = parseJson(text)
  if (whole) return [{ ...whole, found: 'whole' }]
  for (const rest of skipReasoning(text)) {
    const parsed = rest === text ? undefined : parseJson(rest)
    if (parsed) return [{ ...parsed, found: 'after-reasoning' }]
    const fenced = codeFences.flatMap((fence) => readFences(rest, fence)).flatMap(parseFenced)
    if (fenced.length) return fenced
  }
  return []
}

/**
 * Returns the parts of a text that may be the reply, most probable first. Reasoning whose opening tag is in the text
 * ends at its closing tag, or never: a draft in it is not the reply. The opening tag may have been part of the prompt;
 * a lone closing tag may also be a word in the reply.
 */
function skipReasoning(text: string): string[] {
  const behind = (close: string) => {
    const end = text.indexOf(close)
    return end < 0 ? [] : [text.slice(end + close.length)]
  }
  const start = text.trimStart()
  const opened = reasoningTags.find(([open]) => start.startsWith(open))
  return opened ? behind(opened[1]) : [...reasoningTags.flatMap(([, close]) => behind(close)), text]
}

/** Reads the JSON of a fence, whose first line may contain more than the name of a language. */
function parseFenced(content: string): JsonCandidate[] {
  const parsed = parseJson(content) ?? parseJson(content.slice(content.indexOf('\n') + 1))
  return parsed ? [{ ...parsed, found: 'fence' }] : []
}

/** More than a reply has; each one that is not JSON costs an exception. */
const mostFences = 100

/**
 * Returns the contents of a text's code fences. A fence closes on its own line, or at the beginning of another one: no
 * JSON string has a line break. An unclosed fence extends to the end, as when the closing one is a stop string.
 */
function readFences(text: string, fence: string): string[] {
  const contents: string[] = []
  let start = text.indexOf(fence)
  while (start >= 0 && contents.length < mostFences) {
    let begin = start + fence.length
    // The name of the language, and further characters of the fence.
    while (begin < text.length && /[\w+`~-]/.test(text[begin]!)) begin++
    const line = text.indexOf('\n', begin)
    const inLine = text.lastIndexOf(fence, (line < 0 ? text.length : line) - fence.length)
    const end = inLine >= begin ? inLine : findLine(text, fence, begin)
    contents.push(text.slice(begin, end))
    start = text.indexOf(fence, end + fence.length)
  }
  return contents
}

/** Finds the next line that begins with a fence, ignoring spaces; or the end of the text. */
function findLine(text: string, fence: string, from: number): number {
  for (let place = text.indexOf(fence, from); place >= 0; place = text.indexOf(fence, place + 1)) {
    let before = place
    while (text[before - 1] === ' ' || text[before - 1] === '\t') before--
    if (text[before - 1] === '\n') return place
  }
  return text.length
}

/** Deeper than anyone requests, and far from where recursive code overflows its stack. */
export const deepestValue = 1000

/**
 * Parses a text that may be JSON.
 *
 * @throws RangeError when it is JSON that is nested deeper than 1,000 levels.
 */
function parseJson(text: string): { value: unknown } | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  requireDepth(text)
  return { value }
}

/** Counts open brackets outside strings. The text is JSON, so each one closes. */
function requireDepth(text: string) {
  let depth = 0
  for (let place = 0; place < text.length; place++) {
    const char = text[place]
    if (char === '"') {
      do {
        place = text.indexOf('"', place + 1)
      } while (isEscaped(text, place))
    } else if (char === '{' || char === '[') {
      if (++depth > deepestValue) throw new RangeError(`nested deeper than ${deepestValue} levels`)
    } else if (char === '}' || char === ']') depth--
  }
}

/** Whether an odd number of backslashes precedes a position. */
function isEscaped(text: string, place: number): boolean {
  let start = place
  while (text[start - 1] === '\\') start--
  return (place - start) % 2 === 1
}
