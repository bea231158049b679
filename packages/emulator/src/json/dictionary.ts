import { PythonFloat } from './python-float.js'

/** Whether a parsed value is a JSON object. */
export function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonFloat)
}

/** Sets a member whose name comes from outside: `__proto__` becomes a member too, not the prototype. */
export function setMember(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
