import { compactJson } from '../json/compact-json.js'

/** One event as the server frames it: a single data line, CRLF. */
export function formatEvent(data: string): string {
  return `data: ${data}\r\n\r\n`
}

/** The event that reports an error after the headers are out. `trace` is a text only with `sendTracebacks`. */
export function errorEvent(message: string, trace: string | null = null): string {
  return formatEvent(compactJson({ error: { message, trace } }))
}
