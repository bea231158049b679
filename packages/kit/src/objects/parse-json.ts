/** Deeper than what anybody asks for, and far from where code that walks a value by recursion overflows its stack. */
export const deepestValue = 1000

/**
 * Parses a text that may be JSON.
 *
 * @throws RangeError when it is JSON that is nested deeper than 1,000 levels.
 */
export function parseJson(text: string): { value: unknown } | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  requireDepth(text)
  return { value }
}

/** Counts open brackets outside of texts. The text is JSON, so that each one closes. */
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

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, place: number): boolean {
  let start = place
  while (text[start - 1] === '\\') start--
  return (place - start) % 2 === 1
}
