import pLimit from 'p-limit'
import { createBenchClient as createTabby } from '../../dist/clients/tabby.js'
import { createBenchClient as createOpenAi } from './openai.mjs'

/** Small calls in the loop that most programs have: as many at a time as p-limit lets through, and nothing is kept. */
function limit(client) {
  return {
    ...client,
    createTexts(count, concurrency) {
      const run = pLimit(concurrency)
      return Promise.all(Array.from({ length: count }, () => run(() => client.createText())))
    },
  }
}

export const createTabbyLoop = (baseUrl, settings) => limit(createTabby(baseUrl, settings))
export const createOpenAiLoop = (baseUrl, settings) => limit(createOpenAi(baseUrl, settings))
