import type { Colors } from 'picocolors/types.js'
import type { ToolCall } from '@tabby/core'
import type { EndEvent, Event } from './report.js'
import { toPrintable, toVisible } from './terminal-text.js'
import { wrapLine } from './wrap-line.js'

const labelWidth = 9

/** How events are shown. */
export interface DescribeOptions {
  readonly colors: Colors
  /** Width of the terminal; lines are not wrapped without one. */
  readonly columns?: number | undefined
  /** Whether the statistics of a reply are shown. */
  readonly showsStatistics: boolean
}

/** Describes an event in lines. Chunks of a reply and steps of a load are shown as they are instead. */
export function describeEvent(event: Event, { colors, columns, showsStatistics }: DescribeOptions): string[] {
  const wrap = (line: string, indent = 0): string => wrapLine(line, columns, ' '.repeat(indent))
  const dim = (line: string): string => wrap(line).split('\n').map(colors.dim).join('\n')
  const row = (label: string, ...parts: string[]): string[] => [
    wrap(`${colors.bold(label.padEnd(labelWidth))}${parts.filter(Boolean).map(toVisible).join(' · ')}`, labelWidth),
  ]
  switch (event.type) {
    case 'server':
      return [
        ...row('server', event.url, event.emulator ? 'an emulator, started because TABBY_BASE_URL is not set' : ''),
        ...row('health', event.health, countIssues(event.issues.length)),
      ]
    case 'key':
      return row('key', event.permission, describePermission(event.permission))
    case 'model':
      return row('model', event.id, describeContext(event.parameters?.max_seq_len, event.prompt_limit))
    case 'note':
      return row('note', event.text)
    case 'question':
      return ['', `${colors.green('>')} ${toPrintable(event.text)}`]
    case 'tool_call':
      return ['', dim(`tool call: ${describeCall(event.call)}`)]
    case 'tool_result':
      return [dim(`result: ${toPrintable(describeResult(event.content))}`), '']
    case 'end': {
      const line = describeEnd(event, showsStatistics)
      return line === '' ? [] : ['', dim(line)]
    }
    default:
      return []
  }
}

const countIssues = (count: number): string =>
  count === 0 ? '' : `${count} ${count === 1 ? 'error' : 'errors'} since the server was started`

/** The length of the context, and how much of it a conversation may fill if that is much less. */
function describeContext(length: number | null | undefined, limit: number | undefined): string {
  if (!length) return ''
  const context = `context of ${length} tokens`
  return limit !== undefined && limit < 0.95 * length ? `${context}, ${limit} of them for the conversation` : context
}

function describePermission(permission: string): string {
  if (permission === 'admin') return 'can generate, and load and unload models'
  return permission === 'api' ? 'can generate, but not load models' : ''
}

const reasons: Partial<Record<string, string>> = {
  length: 'cut off by the token limit',
  tool_calls: 'ended with a tool call',
}

/** The statistics of a reply, and why it ended if that is not as usual, in one line. */
function describeEnd(event: EndEvent, showsStatistics: boolean): string {
  const { usage, seconds_to_first_token: wait, tokens_per_second: speed, finish_reason: reason } = event
  const share = measureContext(event)
  const counts = usage ? [`${usage.prompt_tokens} prompt tokens`, `${usage.completion_tokens} completion tokens`] : []
  const figures = [
    ...counts,
    ...(wait === null ? [] : [`first token after ${wait.toFixed(2)} s`]),
    ...(speed === null ? [] : [`${speed.toFixed(1)} tokens per second`]),
    ...(share === undefined ? [] : [`${Math.round(100 * share)} % of the context`]),
  ]
  return [...(showsStatistics ? figures : []), ...(reason && Object.hasOwn(reasons, reason) ? [reasons[reason]] : [])]
    .map((part) => toVisible(part ?? ''))
    .join(' · ')
}

/** How much of what a conversation may have is used after a reply. */
export function measureContext({ usage, prompt_limit: limit }: EndEvent): number | undefined {
  return usage && limit ? (usage.prompt_tokens + usage.completion_tokens) / limit : undefined
}

/** A call in one line, as the model wrote it: the user sees everything that will run. */
export function describeCall({ function: { name, arguments: argument } }: ToolCall): string {
  return toVisible(`${name} ${argument}`.replace(/[ \t\r\n]+/g, ' ').trim())
}

/** How much of a result is shown, in characters; the model gets all of it. */
const longest = 400

/** The result of a tool, in one line. */
function describeResult(content: string): string {
  const line = content.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)} … (${content.length} characters)` : line
}
