import { createTabbyClient } from '@tabby/core/fetch'
import type { CreateBenchClient } from './bench-client.js'
import { callFunctions } from './call-functions.js'

/** The client on fetch alone. */
export const createBenchClient: CreateBenchClient = (baseUrl, sent) =>
  callFunctions(createTabbyClient({ baseUrl, apiKey: sent.apiKey }), sent)
