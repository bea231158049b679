import { TabbyError } from './tabby-error.js'

/** One field that the server refused (422). The refused value is left out: it may be a prompt. */
export interface TabbyApiIssue {
  /** The kind of problem: `missing`, `less_than_equal`, `json_invalid` ... */
  readonly type: string
  /** Where: `['body', 'messages', 0, 'role']`. */
  readonly loc: readonly (string | number)[]
  /** The server's sentence. */
  readonly msg: string
}

/** What a {@link TabbyApiError} is made of. */
export interface TabbyApiErrorDetails {
  /** HTTP status. */
  readonly status: number
  /** The server's own words, or those of the HTTP status when it said nothing. */
  readonly detail: string
  /** The refused fields of a 422; empty for every other status. */
  readonly issues: readonly TabbyApiIssue[]
  /** What the `Retry-After` header asks for, in milliseconds. */
  readonly retryAfter: number | undefined
}

/** The server answered with an error status. */
export class TabbyApiError extends TabbyError implements TabbyApiErrorDetails {
  /** Always `TabbyApiError`. */
  override readonly name = 'TabbyApiError'
  /** HTTP status. */
  declare readonly status: number
  /** The server's own words, or those of the HTTP status when it said nothing. */
  declare readonly detail: string
  /** The refused fields of a 422; empty for every other status. */
  declare readonly issues: readonly TabbyApiIssue[]
  /** What the `Retry-After` header asks for, in milliseconds. */
  declare readonly retryAfter: number | undefined
}
