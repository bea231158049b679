import type { ServerState } from '../state/server-state.js'

/** Where in the request a value stands, as the server reports it: `['body', 'messages', 0, 'role']`. */
export type Location = readonly (string | number)[]

/** One entry of a 422. */
export interface Issue {
  type: string
  loc: Location
  msg: string
  input: unknown
  ctx?: Record<string, unknown>
}

/** One run of a validation: the issues found so far, and the server whose state the defaults come from. */
export interface ValidationRun {
  readonly issues: Issue[]
  readonly server: ServerState
}

/** What `read` returns when it has put an issue into the run instead. */
export const INVALID: unique symbol = Symbol('invalid')

/** Reads one value of a request body: checks it, converts it as the server does, and notes what is wrong with it. */
export interface Model<Output> {
  /** The word for this variant in the location of a union's issues: `str`, `list[str]`, a class name. */
  readonly label: string
  /** True when the value has this very type, so that a union prefers it to a variant that would have to convert. */
  isExact(input: unknown): boolean
  read(input: unknown, at: Location, run: ValidationRun): Output | typeof INVALID
}

/** The type that a model's `read` yields. */
export type OutputOf<M> = M extends Model<infer Output> ? Output : never
