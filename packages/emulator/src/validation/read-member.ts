import { INVALID } from './model.js'
import type { Location, Model, ValidationRun } from './model.js'

/**
 * Reads one of many members. Its place is put together only when there is something to report: of a million numbers
 * that are right, a million places would take longer than the numbers.
 */
export function readMember<Output>(
  model: Model<Output>,
  member: unknown,
  { at, key, run }: { at: Location; key: string | number; run: ValidationRun },
): Output | typeof INVALID {
  const read = model.read(member, [], { issues: [], server: run.server })
  return read === INVALID ? model.read(member, [...at, key], run) : read
}
