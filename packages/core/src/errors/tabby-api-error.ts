import { TabbyError, type TabbyErrorCode } from './tabby-error.js'

/** One field that the server rejected (422). The rejected value is left out: it may be a prompt. */
export interface TabbyApiIssue {
  /** The kind of problem: `missing`, `less_than_equal`, `json_invalid` ... Empty if the server names none. */
  readonly type: string
  /** Location: `['body', 'messages', 0, 'role']`. Empty if the server does not report it. */
  readonly loc: readonly (string | number)[]
  /** The server's message. */
  readonly msg: string
}

/** The codes of error responses. */
export type TabbyApiErrorCode =
  | 'invalid_request'
  | 'context_length_exceeded'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found'
  | 'validation_error'
  | 'rate_limit_exceeded'
  | 'no_model_loaded'
  | 'generation_failed'
  | 'server_error'

/** Details of a {@link TabbyApiError}. */
export interface TabbyApiErrorDetails {
  /** HTTP status. */
  readonly status: number
  /** The server's own message, cut at 2,000 characters; empty if there is none, or if the body is a proxy's page. */
  readonly detail: string
  /** The rejected fields of a 422, the first 100 of them; empty for any other status. */
  readonly issues: readonly TabbyApiIssue[]
  /** What the `Retry-After` header asks for, in milliseconds. */
  readonly retryAfter: number | undefined
  /** The `x-should-retry` header; `undefined` if there is none. `false`: the request was already retried. */
  readonly shouldRetry?: boolean | undefined
  /** For `context_length_exceeded`: how many tokens fit, if the message has the number. */
  readonly contextLimit?: number | undefined
  /** For `context_length_exceeded`: how many tokens the request needs, if the message has the number. */
  readonly requestedTokens?: number | undefined
}

/**
 * The server, or a gateway in front of it, responded with an error. Its code is a {@link TabbyApiErrorCode}, unless
 * your own route passed on an error of this family: it then has the code of that error.
 */
export class TabbyApiError extends TabbyError implements TabbyApiErrorDetails {
  /** Always `TabbyApiError`. */
  override readonly name = 'TabbyApiError'
  /** HTTP status. */
  declare readonly status: number
  /** The server's own message, cut at 2,000 characters; empty if there is none, or if the body is a proxy's page. */
  declare readonly detail: string
  /** The rejected fields of a 422, the first 100 of them; empty for any other status. */
  declare readonly issues: readonly TabbyApiIssue[]
  /** What the `Retry-After` header asks for, in milliseconds. */
  declare readonly retryAfter: number | undefined
  /** The `x-should-retry` header; `undefined` if there is none. `false`: the request was already retried. */
  declare readonly shouldRetry?: boolean | undefined
  /** For `context_length_exceeded`: how many tokens fit, if the message has the number. */
  declare readonly contextLimit?: number | undefined
  /** For `context_length_exceeded`: how many tokens the request needs, if the message has the number. */
  declare readonly requestedTokens?: number | undefined

  /**
   * Makes an error.
   *
   * @param code - What went wrong.
   * @param message - One sentence for a person.
   * @param details - Status, message and headers of the response.
   */
  constructor(code: TabbyErrorCode, message: string, details: TabbyApiErrorDetails) {
    super(code, message)
    Object.assign(this, details)
  }
}
