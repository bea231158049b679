import type { Terminal } from '../terminal/terminal.js'
import { createTextReport, type TextReportOptions } from './create-text-report.js'
import type { Report } from './report.js'
import { toJson } from './to-json.js'
import { writeText } from './write-text.js'
import { createSecretFilter } from './create-secret-filter.js'

/** The report that the flags ask for. */
export function createReport(terminal: Terminal, { json, ...rest }: TextReportOptions & { json: boolean }): Report {
  const report = json ? createJsonReport(terminal.stdout) : createTextReport(terminal, rest)
  return createRedactedReport(report, terminal.secrets)
}

/** Writes each event as one line of JSON; the last one of a reply holds all of its text. */
function createJsonReport(output: NodeJS.WriteStream): Report {
  let text = ''
  return {
    prepare: async () => undefined,
    show(event) {
      if (event.type === 'text') text += event.text
      if (event.type !== 'end' && event.type !== 'tool_call') return writeText(output, `${toJson(event)}\n`)
      const whole = event.type === 'end' ? { ...event, text } : event
      text = ''
      return writeText(output, `${toJson(whole)}\n`)
    },
    settle: () => undefined,
  }
}

/** Removes secrets from what a model writes, also if they arrive in several chunks. */
function createRedactedReport(report: Report, secrets: ReadonlySet<string>): Report {
  const filter = createSecretFilter(secrets)
  let kind: 'reasoning' | 'text' = 'text'
  const flush = async (): Promise<void> => {
    const text = filter.flush()
    if (text) await report.show({ type: kind, text })
  }
  return {
    prepare: () => report.prepare(),
    async show(event) {
      if (event.type !== 'text' && event.type !== 'reasoning') {
        await flush()
        return report.show(event)
      }
      if (event.type !== kind) await flush()
      kind = event.type
      const text = filter.push(event.text)
      if (text) await report.show({ type: kind, text })
    },
    settle() {
      // It is written before anything else is awaited.
      void flush()
      report.settle()
    },
  }
}
