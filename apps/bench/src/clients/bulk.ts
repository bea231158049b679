import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BulkJob, runBulk } from '@tabby/bulk'
import { createFileStore } from '@tabby/bulk/node'
import { type ChatCompletion, createChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import type { CreateBenchClient } from './bench-client.js'
import { callFunctions } from './call-functions.js'

/** `runBulk` with a file of results, which is opened, synced and closed within what is measured. */
export const createBenchClient: CreateBenchClient = (baseUrl, sent) => {
  const client = createTabbyClient({ baseUrl, apiKey: sent.apiKey })
  const { model, messages } = sent
  const run = (_: BulkJob, options: { readonly signal: AbortSignal }) =>
    createChatCompletion(client, { model, messages }, options)
  return {
    ...callFunctions(client, sent),
    async createTexts(count, concurrency) {
      const folder = await mkdtemp(join(tmpdir(), 'bench-bulk-'))
      const store = await createFileStore<ChatCompletion>(join(folder, 'results.jsonl'))
      const jobs = Array.from({ length: count }, (_, index) => ({ id: `job-${index}` }))
      const texts: string[] = []
      try {
        for await (const { result, error } of runBulk(jobs, { run, concurrency, store })) {
          if (error) throw error
          texts.push(result.choices[0]!.message.content!)
        }
      } finally {
        await store.close()
        await rm(folder, { recursive: true })
      }
      return texts
    },
  }
}
