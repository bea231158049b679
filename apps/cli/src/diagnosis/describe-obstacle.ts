import { isTabbyError } from '@tabby/core'

const remedies: Partial<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that port: is the server running, and on that port?',
  EHOSTUNREACH: 'the machine cannot be reached: is it on, and in this network?',
  ENOTFOUND: 'no machine has that name',
  ETIMEDOUT: 'the machine does not answer: a firewall?',
  authentication_error: 'the server wants a key and this one is missing or wrong; its api_tokens.yml holds the keys',
  invalid_response: 'something answers that is not TabbyAPI: another program at that port, or a proxy',
  not_found:
    'something answers that is not TabbyAPI; or the address has a path that is wrong, or that a proxy cuts off',
  no_model_loaded: 'no model is loaded: `tabby models load` loads one',
  timeout: 'the server is there and does not answer in time',
}

/** What stands in the way, and what to do about it. An abort is no obstacle and is thrown on. */
export function describeObstacle(error: unknown): string {
  if (!isTabbyError(error)) throw error
  const reason = error.name === 'TabbyConnectionError' ? error.reason : undefined
  const remedy = remedies[reason ?? ''] ?? remedies[error.code]
  return remedy ? `${remedy} (${error.message})` : error.message
}
