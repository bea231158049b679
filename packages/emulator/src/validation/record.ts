import { isDictionary } from '../json/is-dictionary.js'
import type { ServerState } from '../state/server-state.js'
import { INVALID } from './model.js'
import type { Model } from './model.js'
import { reportIssue } from './report-issue.js'

const NOT_A_RECORD = 'Input should be a valid dictionary or object to extract fields from'

/** One field of a record. Without `default` it is required. */
export interface Field<Output> {
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
      if (!isDictionary(input)) return reportIssue(run, 'model_attributes_type', at, NOT_A_RECORD, input)
      const output: Record<string, unknown> = {}
      let valid = true
      for (const [key, field] of Object.entries(fields)) {
        const names = field.aliases ?? [key]
        const used = names.find((candidate) => Object.hasOwn(input, candidate))
        if (used !== undefined) {
          const value = field.model.read(input[used], [...at, used], run)
          if (value === INVALID) valid = false
          else output[key] = value
        } else if (field.default) {
          output[key] = field.default(run.server)
        } else {
          reportIssue(run, 'missing', [...at, names[0] ?? key], 'Field required', input)
          valid = false
        }
      }
      return valid ? (output as RecordOutput<F>) : INVALID
    },
  }
}
