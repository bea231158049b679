import type { Colors } from 'picocolors/types.js'
import type { ToolCall } from '@tabby/core'
import type { EndEvent, Event } from './report.js'
import { toPrintable, toVisible } from './terminal-text.js'

const labelWidth = 9

/** Words for an event, in lines. Pieces of an answer and steps of a load are not described but shown. */
export function describeEvent(event: Event, colors: Colors): string[] {
  const row = (label: string, ...parts: string[]): string[] => [
    `${colors.bold(label.padEnd(labelWidth))}${parts.filter(Boolean).map(toVisible).join(' · ')}`,
  ]
  switch (event.type) {
    case 'server':
      return [
        ...row('server', event.url, event.emulator ? 'the emulator, started for this: TABBY_BASE_URL is not set' : ''),
        ...row('health', event.health, countIssues(event.issues.length)),
      ]
    case 'key':
      return row('key', event.permission, describePermission(event.permission))
    case 'model':
      return row('model', event.id, describeContext(event.parameters?.max_seq_len))
    case 'note':
      return row('note', event.text)
    case 'question':
      return ['', `${colors.green('>')} ${toPrintable(event.text)}`]
    case 'tool_call':
      return ['', colors.dim(`calls ${describeCall(event.call)}`)]
    case 'tool_result':
      return [colors.dim(`gives ${toPrintable(describeResult(event.content))}`), '']
    case 'end':
      return ['', colors.dim(describeEnd(event))]
    default:
      return []
  }
}

const countIssues = (count: number): string =>
  count === 0 ? '' : `${count} ${count === 1 ? 'problem' : 'problems'} since the server was started`

const describeContext = (length: number | null | undefined): string => (length ? `context of ${length} tokens` : '')

function describePermission(permission: string): string {
  if (permission === 'admin') return 'may generate, and load and unload models'
  return permission === 'api' ? 'may generate, but not load models' : ''
}

const reasons: Partial<Record<string, string>> = {
  length: 'cut off at the token limit',
  tool_calls: 'ended in a tool call',
}

/** What an answer took, in one line. */
function describeEnd(event: EndEvent): string {
  const { usage, seconds_to_first_token: wait, tokens_per_second: speed, finish_reason: reason } = event
  const counts = usage ? [`${usage.prompt_tokens} prompt tokens`, `${usage.completion_tokens} answer tokens`] : []
  return [
    ...counts,
    ...(wait === null ? [] : [`first token after ${wait.toFixed(2)} s`]),
    ...(speed === null ? [] : [`${speed.toFixed(1)} tokens per second`]),
    ...(reason && Object.hasOwn(reasons, reason) ? [reasons[reason]] : []),
  ]
    .map((part) => toVisible(part ?? ''))
    .join(' · ')
}

/** A call in one line, as the model wrote it: nothing that runs after a yes is kept from who says it. */
export function describeCall({ function: { name, arguments: argument } }: ToolCall): string {
  return toVisible(`${name} ${argument}`.replace(/[ \t\r\n]+/g, ' ').trim())
}

/** Longest result that is shown; the model gets all of it. */
const longest = 400

/** What a tool gave, in one line. */
function describeResult(content: string): string {
  const line = content.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)} … (${content.length} characters)` : line
}
