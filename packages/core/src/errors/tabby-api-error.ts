import { TabbyError } from './tabby-error.js'

/** One field that the server refused (422). The refused value is left out: it may be a prompt. */
export interface TabbyApiIssue {
  /** The kind of problem: `missing`, `less_than_equal`, `json_invalid` ... Empty when the server names none. */
  readonly type: string
  /** Where: `['body', 'messages', 0, 'role']`. Empty when the server does not say. */
  readonly loc: readonly (string | number)[]
  /** The server's sentence. */
  readonly msg: string
}

/** What a {@link TabbyApiError} is made of. */
export interface TabbyApiErrorDetails {
  /** HTTP status. */
  readonly status: number
  /** The server's own message, cut at 2,000 characters; empty when there is none, or a proxy's page. */
  readonly detail: string
  /** The refused fields of a 422, the first 100 of them; empty for every other status. */
  readonly issues: readonly TabbyApiIssue[]
  /** What the `Retry-After` header asks for, in milliseconds. */
  readonly retryAfter: number | undefined
  /** What the `x-should-retry` header says; `undefined` when there is none. `false` means: it was retried already. */
  readonly shouldRetry?: boolean | undefined
  /** Of `context_length_exceeded`: how many tokens fit, when the message has the number. */
  readonly contextLimit?: number | undefined
  /** Of `context_length_exceeded`: how many tokens the request needs, when the message has the number. */
  readonly requestedTokens?: number | undefined
}

/** The server answered with an error status. */
export class TabbyApiError extends TabbyError implements TabbyApiErrorDetails {
  /** Always `TabbyApiError`. */
  override readonly name = 'TabbyApiError'
  /** HTTP status. */
  declare readonly status: number
  /** The server's own message, cut at 2,000 characters; empty when there is none, or a proxy's page. */
  declare readonly detail: string
  /** The refused fields of a 422, the first 100 of them; empty for every other status. */
  declare readonly issues: readonly TabbyApiIssue[]
  /** What the `Retry-After` header asks for, in milliseconds. */
  declare readonly retryAfter: number | undefined
  /** What the `x-should-retry` header says; `undefined` when there is none. `false` means: it was retried already. */
  declare readonly shouldRetry?: boolean | undefined
  /** Of `context_length_exceeded`: how many tokens fit, when the message has the number. */
  declare readonly contextLimit?: number | undefined
  /** Of `context_length_exceeded`: how many tokens the request needs, when the message has the number. */
  declare readonly requestedTokens?: number | undefined
}
