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
export const invalid: unique symbol = Symbol('invalid')

/** Reads one value of a request body: checks it, converts it as the server does, and notes what is wrong with it. */
export interface Model<Output> {
  /** The word for this variant in the location of a union's issues: `str`, `list[str]`, a class name. */
  readonly label: string
  /** True when the value has this very type, so that a union prefers it to a variant that would have to convert. */
  isExact(input: unknown): boolean
  read(input: unknown, at: Location, run: ValidationRun): Output | typeof invalid
}

/** The type that a model's `read` yields. */
export type OutputOf<M> = M extends Model<infer Output> ? Output : never

/** Issues of one request that are reported at most; the server reports all of them. */
export const mostIssues = 1000

/** Notes an issue and says so in the one way that `read` knows. */
export function reportIssue(
  run: ValidationRun,
  type: string,
  loc: Location,
  msg: string,
  input: unknown,
  ctx?: Record<string, unknown>,
): typeof invalid {
  if (run.issues.length < mostIssues) run.issues.push(ctx ? { type, loc, msg, input, ctx } : { type, loc, msg, input })
  return invalid
}
