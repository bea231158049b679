import { compactJson } from './compact-json.js'
import { PythonFloat } from './python-float.js'

/** Deeper values overflow the server's stack when it repeats them (http_deep_json). */
const ECHO_DEPTH_LIMIT = 900

/**
 * JSON for a 422, which repeats what was sent. What the server cannot repeat makes it answer 500 instead: numbers that
 * are not finite, half characters, very deep nesting (http_nan_value, http_lone_surrogate_in_rejected_field).
 */
export function echoJson(value: unknown): string {
  refuseUnrepeatable(value, 0)
  return compactJson(value)
}

function refuseUnrepeatable(value: unknown, depth: number): void {
  if (depth > ECHO_DEPTH_LIMIT) throw new RangeError('nested too deeply')
  if (value instanceof PythonFloat || typeof value === 'number') {
    const figure = value instanceof PythonFloat ? value.value : value
    if (!Number.isFinite(figure)) throw new RangeError('not a JSON number')
  } else if (typeof value === 'string') {
    // encodeURIComponent is the one Node 20 and every browser have that throws on a lone surrogate.
    if (/[\ud800-\udfff]/.test(value)) encodeURIComponent(value)
  } else if (Array.isArray(value)) {
    for (const member of value) refuseUnrepeatable(member, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      refuseUnrepeatable(key, depth)
      refuseUnrepeatable(member, depth + 1)
    }
  }
}
