import { createTabbyClient, wrapTabbyClient } from '@tabby/core'
import type { CreateBenchClient } from './bench-client.js'
import { callFunctions } from './call-functions.js'

/** The default client, whose responses are watched by a wrapper, as those of `@tabby/resilience` and telemetry do. */
export const createBenchClient: CreateBenchClient = (baseUrl, sent) => {
  let values = 0
  const watch = { onValue: () => void (values += 1), onEnd: () => void (values = 0) }
  const client = wrapTabbyClient(createTabbyClient({ baseUrl, apiKey: sent.apiKey }), (send) => async (request) => {
    const response = await send(request)
    return { ...response, watches: [...(response.watches ?? []), watch] }
  })
  return callFunctions(client, sent)
}
