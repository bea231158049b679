import type { ConnectionProblem, ConnectionProblemCode } from '@tabby/health'
import { connectionWords } from '../words/connection-words.js'

/** What is known about the page itself. */
export interface PageSituation {
  /** Address of the page. */
  page: string
  /** Address of the server. */
  baseUrl: string
}

/** Advice that applies only to this page, after the general advice. */
const ownAdvice: Partial<Record<ConnectionProblemCode, string>> = {
  key_missing: connectionWords.enterItBelow,
  key_wrong: connectionWords.enterADifferentOneBelow,
  admin_key_wrong: connectionWords.enterADifferentOneBelow,
  no_model: connectionWords.youCanLoadOneUnder,
}

/** Says what to do about a problem in this page. */
export function explainProblem(problem: ConnectionProblem, { page, baseUrl }: PageSituation): string {
  const isOutside = problem.code === 'unreachable' || problem.code === 'cors' || problem.code === 'timeout'
  if (isOutside && isMixedContent(page, baseUrl)) {
    return connectionWords.thisPageWasLoadedOver + connectionWords.openThePlaygroundOverHttp
  }
  return [problem.advice, ownAdvice[problem.code]].filter(Boolean).join(' ')
}

function isMixedContent(page: string, baseUrl: string): boolean {
  const server = new URL(baseUrl, page)
  const isOwnMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$|\.localhost$/.test(server.hostname)
  return new URL(page).protocol === 'https:' && server.protocol === 'http:' && !isOwnMachine
}
