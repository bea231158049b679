import type { ConnectionProblem, ConnectionProblemCode } from '@tabby/health'

/** What is known about the page itself when something is wrong. */
export interface PageSituation {
  /** Address of the page. */
  page: string
  /** Address of the server. */
  baseUrl: string
}

const advice: Partial<Record<ConnectionProblemCode, string>> = {
  key_missing: "Enter the API key below. It stands in the server's api_tokens.yml.",
  key_wrong:
    'The server does not know this key. Compare it with api_tokens.yml; the server may have been given new keys since.',
  admin_key_wrong:
    'Chat works, but models cannot be loaded or switched. Compare the admin key with admin_key in api_tokens.yml.',
  no_model: 'Load one in the Models view (with the admin key), or wait until the load that is running has ended.',
}

const titles: Record<ConnectionProblemCode, string> = {
  unreachable: 'The server cannot be reached',
  timeout: 'The server does not answer in time',
  cors: 'The browser hides the answers of the server',
  wrong_path: 'TabbyAPI is not at this path',
  other_program: 'This is not TabbyAPI',
  gateway: 'Something in front of the server answers in its place',
  key_missing: 'The server wants a key',
  key_wrong: 'The server refuses this key',
  admin_key_wrong: 'The server refuses this admin key',
  no_model: 'No model is loaded',
  unhealthy: 'The server says that it is unhealthy',
}

/** Says what is wrong and what to do about it, to somebody who sits before this page. */
export function explainProblem(
  problem: ConnectionProblem,
  situation: PageSituation,
): { title: string; advice: string } {
  return { title: titles[problem.code], advice: adviseOn(problem, situation) }
}

function adviseOn(problem: ConnectionProblem, { page, baseUrl }: PageSituation): string {
  const isOutside = problem.code === 'unreachable' || problem.code === 'cors' || problem.code === 'timeout'
  if (isOutside && isMixedContent(page, baseUrl)) {
    return (
      'This page came over https, and a browser lets such a page talk to plain http on its own machine only. ' +
      'Open the playground over http, or put the server behind https.'
    )
  }
  return advice[problem.code] ?? problem.advice
}

function isMixedContent(page: string, baseUrl: string): boolean {
  const server = new URL(baseUrl, page)
  const isOwnMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$|\.localhost$/.test(server.hostname)
  return new URL(page).protocol === 'https:' && server.protocol === 'http:' && !isOwnMachine
}
