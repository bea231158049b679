import type { Colors } from 'picocolors/types.js'
import { describeEnd } from './describe-end.js'
import { describeCall } from '../tools/describe-call.js'
import { describeResult } from '../tools/describe-result.js'
import type { Event } from './event.js'
import { toPrintable } from './to-printable.js'
import { toVisible } from './to-visible.js'

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
