import { isTabbyError } from '@tabby/core'
import { readFailureText } from './read-failure-text.js'

/** What went wrong, for a person. */
export interface Explanation {
  /** What it is, in a few words. */
  readonly title: string
  /** The words of the server or of the client. */
  readonly detail: string
  /** What to do about it. */
  readonly advice?: string
}

const known: Partial<Record<string, Omit<Explanation, 'detail'>>> = {
  authentication_error: {
    title: 'The server does not take the key',
    advice: 'Under Connection you can enter another one.',
  },
  permission_error: { title: 'The key may not do this', advice: 'Under Connection you can enter another one.' },
  connection_error: {
    title: 'The server gave no answer that the page may read',
    advice: 'It is not running or not reachable, or it failed: a browser hides the server’s own errors of that kind.',
  },
  invalid_request: { title: 'The server refused' },
  no_model_loaded: {
    title: 'No model is loaded',
    advice: 'Or a load is still running. Load one under Models, then try again.',
  },
  not_found: { title: 'There is no such thing on this server', advice: 'Does the address lead to TabbyAPI?' },
  request_refused: { title: 'This was not sent' },
  server_error: { title: 'The server failed', advice: 'Its log says why.' },
  stream_error: { title: 'It broke off' },
  timeout: { title: 'The server took too long', advice: 'It may be busy with something else. Try again later.' },
  validation_error: { title: 'The server does not take these values' },
}

/** Tells in words what went wrong and what to do about it. */
export function explainFailure(error: unknown): Explanation {
  const detail = readFailureText(error)
  const { title, advice } = (isTabbyError(error) && Object.hasOwn(known, error.code)
    ? known[error.code]
    : undefined) ?? { title: 'It did not work' }
  return { title, detail, ...(advice ? { advice } : {}) }
}
