import type { ConnectionProblem, ConnectionProblemCode } from '@tabby/health'

/** What is known about the page itself. */
export interface PageSituation {
  /** Address of the page. */
  page: string
  /** Address of the server. */
  baseUrl: string
}

/** Advice that applies only to this page, after the general advice. */
const ownAdvice: Partial<Record<ConnectionProblemCode, string>> = {
  key_missing: 'Enter it below.',
  key_wrong: 'Enter a different one below.',
  admin_key_wrong: 'Enter a different one below.',
  no_model: 'You can load one under Models, with the admin key.',
}

/** Says what to do about a problem in this page. */
export function explainProblem(problem: ConnectionProblem, { page, baseUrl }: PageSituation): string {
  const isOutside = problem.code === 'unreachable' || problem.code === 'cors' || problem.code === 'timeout'
  if (isOutside && isMixedContent(page, baseUrl)) {
    return (
      'This page was loaded over https, and a browser lets such a page use plain http only on the same machine. ' +
      'Open the playground over http, or put the server behind https.'
    )
  }
  return [problem.advice, ownAdvice[problem.code]].filter(Boolean).join(' ')
}

function isMixedContent(page: string, baseUrl: string): boolean {
  const server = new URL(baseUrl, page)
  const isOwnMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$|\.localhost$/.test(server.hostname)
  return new URL(page).protocol === 'https:' && server.protocol === 'http:' && !isOwnMachine
}
