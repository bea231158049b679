import { marks, weakMarks } from './call-marks.js'

/** How far after a mark the name of a tool is searched for. */
const reach = 400

/**
 * Whether a completion is, or ends with, a call that the server has left in the text. Text that explains such markup
 * does not count: a call begins the text or a line, or ends the text, outside code, and contains JSON, more markup or
 * the name of a tool.
 */
export function findUnreadCall(content: string, toolNames: readonly string[]): boolean {
  const text = content.trim()
  return isMarked(text, toolNames) || isJsonCall(text, toolNames) || isCodeCall(text, toolNames)
}

function isMarked(text: string, toolNames: readonly string[]): boolean {
  let isInCode = false
  let place = 0
  for (const line of text.split('\n')) {
    const isFence = /^\s*(?:```|~~~)/.test(line)
    if (!isInCode && isCallLine(text, place, line, toolNames)) return true
    if (isFence) isInCode = !isInCode
    place += line.length + 1
  }
  return false
}

function isCallLine(text: string, linePlace: number, line: string, toolNames: readonly string[]): boolean {
  const indent = line.length - line.trimStart().length
  const begin = line.slice(indent)
  const following = (end: number) => text.slice(linePlace + end, linePlace + end + reach)
  const weak = weakMarks.find((mark) => begin.startsWith(mark))
  if (weak) return isWeakCall(following(indent + weak.length), toolNames)
  for (const mark of marks) {
    // A quoted mark does not hide a later one.
    for (let start = line.indexOf(mark); start >= 0; start = line.indexOf(mark, start + mark.length)) {
      if ('`"\'“'.includes(line[start - 1] ?? ' ')) continue
      const body = following(start + mark.length)
      if (!isCallBody(body)) continue
      // At the beginning it can only be a call; later, the name of a tool confirms it, and within a line, the end.
      if (linePlace + start === 0) return true
      const isNamed = toolNames.some((name) => isWordIn(body, name))
      if (isNamed && (start === indent || /[>\]})]$/.test(text))) return true
    }
  }
  return false
}

/** Whether text is JSON, more markup, or a name in front of either. */
function isCallBody(text: string): boolean {
  const name = /^\s{0,9}(?:name=)?"?(?:functions\.)?[\w.:-]{1,64}"?\s{0,9}(?:[<>({[]|$)/
  return /^=?\s{0,9}[{[]/.test(text) || /^\s{0,9}<[\w|｜/:=]/.test(text) || name.test(text)
}

function isWeakCall(text: string, toolNames: readonly string[]): boolean {
  const body = text.trimStart()
  const name = toolNames.find((each) => body.startsWith(each))
  return name !== undefined && /^\s{0,9}(?:[{([]|<\/|Action Input:)/.test(body.slice(name.length))
}

function isWordIn(text: string, name: string): boolean {
  for (let place = text.indexOf(name); place >= 0; place = text.indexOf(name, place + 1)) {
    const around = (text[place - 1] ?? ' ') + (text[place + name.length] ?? ' ')
    if (!/[\w-]/.test(around)) return true
  }
  return false
}

/**
 * Whether text is `{"name": ..., "arguments": ...}` of a given tool, by itself, in a list, in lines, or in one fence.
 */
function isJsonCall(text: string, toolNames: readonly string[]): boolean {
  const isFenced = text.startsWith('```') && text.endsWith('```') && text.length > 6
  const inner = isFenced ? text.slice(text.indexOf('\n') + 1, -3).trim() : text
  if (!/^[[{]/.test(inner)) return false
  return [inner, ...inner.split(/\n|;/)].some((part) => {
    try {
      const value: unknown = JSON.parse(part)
      return [value].flat().some((each) => isCallOf(each, toolNames))
    } catch {
      return false
    }
  })
}

const nameKeys = ['name', 'tool', 'tool_name', 'function', 'function_name', 'action', 'recipient_name']
const argumentKeys = ['arguments', 'parameters', 'args', 'input', 'tool_input', 'action_input']

function isCallOf(value: unknown, toolNames: readonly string[], depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > 3) return false
  const call = value as Record<string, unknown>
  const inner = [call['function'], call['function_call'], call['tool_call'], call['tool_calls']].flat()
  if (inner.some((each) => isCallOf(each, toolNames, depth + 1))) return true
  const isNamed = nameKeys.some((key) => Object.hasOwn(call, key) && toolNames.includes(call[key] as string))
  return isNamed && argumentKeys.some((key) => Object.hasOwn(call, key))
}

/** Whether all of the text is `[get_weather(city="Oslo")]`, as models that call tools in Python write it. */
function isCodeCall(text: string, toolNames: readonly string[]): boolean {
  const inner = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1).trim() : text
  return inner.endsWith(')') && !inner.includes('. ') && toolNames.some((name) => inner.startsWith(`${name}(`))
}
