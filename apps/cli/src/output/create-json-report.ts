import type { Report } from './report.js'
import { toJson } from './to-json.js'
import { writeText } from './write-text.js'

/** Writes each event as one line of JSON. */
export function createJsonReport(output: NodeJS.WriteStream): Report {
  return {
    show: (event) => writeText(output, `${toJson(event)}\n`),
    settle: () => undefined,
  }
}
