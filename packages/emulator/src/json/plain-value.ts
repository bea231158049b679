import { PythonFloat } from './python-float.js'
import { setMember } from './set-member.js'

/** A parsed value with ordinary numbers in place of the marks that only matter for echoing it. */
export function plainValue(value: unknown): unknown {
  if (value instanceof PythonFloat) return value.value
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plainValue)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) setMember(copy, key, plainValue(member))
  return copy
}
