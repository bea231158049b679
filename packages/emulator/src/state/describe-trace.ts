import type { ServerState } from './server-state.js'

/**
 * The `trace` of an error event: null unless the server is set up to send tracebacks (oaionly_fail_stream_traceback).
 */
export function describeTrace(server: ServerState, error: Error): string | null {
  if (!server.settings.sendTracebacks) return null
  return `Traceback (most recent call last):\n  File "emulator", line 1, in <module>\n${error.name}: ${error.message}\n`
}
