import { createTabbyClient } from '@tabby/core'
import type { CreateBenchClient } from './bench-client.js'
import { callFunctions } from './call-functions.js'

/** The default client, with ky inside. */
export const createBenchClient: CreateBenchClient = (baseUrl, sent) =>
  callFunctions(createTabbyClient({ baseUrl, apiKey: sent.apiKey }), sent)
