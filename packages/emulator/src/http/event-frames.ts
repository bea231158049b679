import { compactJson } from '../json/write-json.js'
import type { ServerState } from '../state/server-state.js'

/** One event as the server frames it: a single data line, CRLF. */
export function formatEvent(data: string): string {
  return `data: ${data}\r\n\r\n`
}

/** The event that reports an error after the headers are out. `trace` is a text only with `sendTracebacks`. */
export function errorEvent(message: string, trace: string | null = null): string {
  return formatEvent(compactJson({ error: { message, trace } }))
}

/**
 * The `trace` of an error event: null unless the server is set up to send tracebacks (oaionly_fail_stream_traceback).
 */
export function describeTrace(server: ServerState, error: Error): string | null {
  if (!server.settings.sendTracebacks) return null
  return `Traceback (most recent call last):\n  File "emulator", line 1, in <module>\n${error.name}: ${error.message}\n`
}
