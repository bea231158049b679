/** What the directives in the last message ask of the scripted model. */
export interface Directives {
  /** `[[len:12]]`: how many words of lorem ipsum. */
  length?: number
  /** `[[delay:0.5]]`: seconds per token. */
  delaySeconds?: number
  /** `[[prefill:2]]`: seconds before the first token. */
  prefillSeconds?: number
  /** `[[think:8]]`: how many words of reasoning. */
  think?: number
  /** `[[tool:2]]`: how many tool calls. */
  toolCalls?: number
  /** `[[fail:3]]`: the generator crashes after so many tokens. */
  failAfter?: number
  /** `[[chunk:4]]`: tokens per event. */
  chunk?: number
  /** `[[say64:SGk=]]`: exactly this text. */
  say?: string
  /** `[[pre]]`: text before the tool call. */
  textBeforeTool: boolean
  /** `[[notool]]`: no tool call although there are tools. */
  noTool: boolean
  /** `[[badtool]]`: a tool call that cannot be parsed. */
  malformedTool: boolean
  /** `[[loop]]`: the answer ends because it repeats itself. */
  loop: boolean
  /** `[[inf]]`: the first token has probability 0. */
  impossible: boolean
  /** Whether there was any directive at all. */
  present: boolean
}

/** More than any context holds, and little enough to be written at once. */
const mostTokens = 1_000_000

const namePattern = /\w+/y

/** Reads the directives out of the text that the model answers. */
export function readDirectives(text: string): Directives {
  const found = findDirectives(text)
  const directives: Directives = {
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
  for (const [name, field] of numbers) {
    const value = Number(found.get(name) ?? NaN)
    if (Number.isFinite(value)) directives[field] = Math.min(value, mostTokens)
  }
  const say = found.get('say64')
  if (say !== undefined) directives.say = decodeBase64(say)
  return directives
}

/**
 * The values of `[[name]]` and `[[name:value]]`; of several with one name the last counts. Each bracket is looked at
 * once: a regular expression would read on to the next closing one from each that opens.
 */
function findDirectives(text: string): Map<string, string> {
  const found = new Map<string, string>()
  let close = -1
  for (let at = text.indexOf('[['); at >= 0; at = text.indexOf('[[', at)) {
    if (close < at) close = text.indexOf(']', at)
    if (close < 0) break
    namePattern.lastIndex = at + 2
    const name = namePattern.exec(text)?.[0] ?? ''
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
