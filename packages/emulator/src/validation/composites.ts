import { isDictionary, setMember } from '../json/dictionary.js'
import { PythonFloat } from '../json/python-float.js'
import type { ServerState } from '../state/server-state.js'
import {
  invalid,
  type Issue,
  type Location,
  type Model,
  mostIssues,
  type OutputOf,
  reportIssue,
  type ValidationRun,
} from './model.js'
import { integer } from './scalars.js'

/** Any value at all. */
export function anything(): Model<unknown> {
  return { label: 'any', isExact: () => true, read: (input) => plainValue(input) }
}

/** A parsed value with ordinary numbers in place of the classes that only matter for echoing it. */
function plainValue(value: unknown): unknown {
  if (value instanceof PythonFloat) return value.value
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plainValue)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) setMember(copy, key, plainValue(member))
  return copy
}

/** The model, with what it reads turned into something else. */
export function mapped<Output, Result>(model: Model<Output>, change: (output: Output) => Result): Model<Result> {
  return {
    label: model.label,
    isExact: model.isExact,
    read(input, at, run) {
      const output = model.read(input, at, run)
      return output === invalid ? invalid : change(output)
    },
  }
}

/** The model or null. Adds nothing to a location. */
export function optional<Output>(model: Model<Output>): Model<Output | null> {
  return {
    label: `nullable[${model.label}]`,
    isExact: (input) => input === null || model.isExact(input),
    read: (input, at, run) => (input === null ? null : model.read(input, at, run)),
  }
}

/** A list; every item that is wrong is reported. */
export function list<Item>(item: Model<Item>, limits: { minimumLength?: number } = {}): Model<Item[]> {
  const { minimumLength = 0 } = limits
  return {
    label: `list[${item.label}]`,
    isExact: (input) => Array.isArray(input) && input.every((member) => item.isExact(member)),
    read(input, at, run) {
      if (!Array.isArray(input)) return reportIssue(run, 'list_type', at, 'Input should be a valid list', input)
      const output: Item[] = []
      let valid = true
      for (const [index, member] of input.entries()) {
        const value = readMember(item, member, { at, key: index, run })
        if (value !== invalid) output.push(value)
        else if (run.issues.length < mostIssues) valid = false
        else return invalid
      }
      if (!valid) return invalid
      if (input.length < minimumLength) {
        const plural = minimumLength === 1 ? '' : 's'
        const message = `List should have at least ${minimumLength} item${plural} after validation, not ${input.length}`
        const ctx = { field_type: 'List', min_length: minimumLength, actual_length: input.length }
        return reportIssue(run, 'too_short', at, message, input, ctx)
      }
      return output
    },
  }
}

/** An object with free keys; every member that is wrong is reported. */
export function dictionary<Member>(
  member: Model<Member>,
  { integerKeys = false }: { integerKeys?: boolean } = {},
): Model<Record<string, Member>> {
  return {
    label: `dict[str,${member.label}]`,
    isExact: (input) => isDictionary(input) && Object.values(input).every((value) => member.isExact(value)),
    read(input, at, run) {
      if (!isDictionary(input)) return reportIssue(run, 'dict_type', at, 'Input should be a valid dictionary', input)
      const output: Record<string, Member> = {}
      let valid = true
      for (const [key, value] of Object.entries(input)) {
        if (integerKeys && integer().read(key, [...at, key, '[key]'], run) === invalid) valid = false
        const read = readMember(member, value, { at, key, run })
        if (read !== invalid) setMember(output, key, read)
        else if (run.issues.length < mostIssues) valid = false
        else return invalid
      }
      return valid ? output : invalid
    },
  }
}

const notARecord = 'Input should be a valid dictionary or object to extract fields from'

/** One field of a record. Without `default` it is required. */
interface Field<Output> {
  model: Model<Output>
  /** Called when the field is absent; it may look at the server's state, and what it throws is the server's 500. */
  default?: (server: ServerState) => Output
  /** The names it is taken from, the first present one wins; its own name counts only if it is listed. */
  aliases?: readonly string[]
}

type Fields = Record<string, Field<unknown>>
type RecordOutput<F extends Fields> = { [Key in keyof F]: F[Key] extends Field<infer Output> ? Output : never }

/** An object with named fields. Other keys are ignored, as the server ignores them (chat_seed_ignored). */
export function record<const F extends Fields>(name: string, fields: F): Model<RecordOutput<F>> {
  return {
    label: name,
    isExact: (input) => isDictionary(input),
    read(input, at, run) {
      if (!isDictionary(input)) return reportIssue(run, 'model_attributes_type', at, notARecord, input)
      const output: Record<string, unknown> = {}
      let valid = true
      for (const [key, field] of Object.entries(fields)) {
        const names = field.aliases ?? [key]
        const used = names.find((candidate) => Object.hasOwn(input, candidate))
        if (used !== undefined) {
          const value = field.model.read(input[used], [...at, used], run)
          if (value === invalid) valid = false
          else output[key] = value
        } else if (field.default) {
          output[key] = field.default(run.server)
        } else {
          reportIssue(run, 'missing', [...at, names[0] ?? key], 'Field required', input)
          valid = false
        }
      }
      return valid ? (output as RecordOutput<F>) : invalid
    },
  }
}

/**
 * One of several variants: the first that the value is exactly, else the first that takes it. When none does, the
 * issues of all are reported, each under its variant's label (completion_prompt_null).
 */
export function union<const Variants extends readonly Model<unknown>[]>(
  ...variants: Variants
): Model<OutputOf<Variants[number]>> {
  type Output = OutputOf<Variants[number]>
  return {
    label: `union[${variants.map((variant) => variant.label).join(',')}]`,
    isExact: (input) => variants.some((variant) => variant.isExact(input)),
    read(input, at, run) {
      const issues: Issue[] = []
      const ordered = [...variants].sort((a, b) => Number(b.isExact(input)) - Number(a.isExact(input)))
      const found = new Map<Model<unknown>, Issue[]>()
      for (const variant of ordered) {
        const attempt = { issues: [] as Issue[], server: run.server }
        const output = variant.read(input, [...at, variant.label], attempt)
        if (output !== invalid) return output as Output
        found.set(variant, attempt.issues)
      }
      for (const variant of variants) issues.push(...(found.get(variant) ?? []))
      run.issues.push(...issues)
      return invalid
    },
  }
}

/**
 * Reads one of many members. Its place is put together only when there is something to report: of a million numbers
 * that are right, a million places would take longer than the numbers.
 */
function readMember<Output>(
  model: Model<Output>,
  member: unknown,
  { at, key, run }: { at: Location; key: string | number; run: ValidationRun },
): Output | typeof invalid {
  const read = model.read(member, [], { issues: [], server: run.server })
  return read === invalid ? model.read(member, [...at, key], run) : read
}
