import type { Terminal } from '../terminal/terminal.js'
import { createJsonReport } from './create-json-report.js'
import { createRedactedReport } from './create-redacted-report.js'
import { createTextReport, type TextReportOptions } from './create-text-report.js'
import type { Report } from './report.js'

/** The report that the flags ask for. */
export function createReport(terminal: Terminal, { json, ...rest }: TextReportOptions & { json: boolean }): Report {
  const report = json ? createJsonReport(terminal.stdout) : createTextReport(terminal, rest)
  return createRedactedReport(report, terminal.secrets)
}
