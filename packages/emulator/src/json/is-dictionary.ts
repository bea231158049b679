import { PythonFloat } from './python-float.js'

/** Whether a parsed value is a JSON object. */
export function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonFloat)
}
