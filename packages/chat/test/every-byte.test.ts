import { collectChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, type TabbyClient } from '@tabby/core'
import {
  dropAlikeEvents,
  everyByte,
  getRecording,
  listRecordings,
  type Recording,
  toByteStream,
} from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'

/** A client whose answer is these bytes: without a socket, because there are a hundred thousand ways to cut them. */
function createPlayer({ request, response }: Recording) {
  // How many choices are expected decides whether an answer is whole.
  const params = JSON.parse(request.body!)
  let body: readonly Uint8Array[] = []
  const client: TabbyClient = {
    ...createTabbyClient(),
    send: async () => new Response(toByteStream(body), { headers: response.headers }),
  }
  return async (chunks: readonly Uint8Array[]) => {
    body = chunks
    return collectChatCompletion(await streamChatCompletion(client, params))
  }
}

/** Whole answers, failures, and streams that broke off or never ended: what was recorded of them is cut too. */
const streamed = listRecordings(
  ({ request, response }) =>
    request.path === '/v1/chat/completions' && response.status === 200 && /"stream": ?true/.test(request.body ?? ''),
).map(({ name }) => name)

test('there are recordings to cut', () => expect(streamed.length).toBeGreaterThan(60))

describe('an answer is whole wherever it is split, and wherever it is cut, whole or an error', () => {
  test.each(streamed)('%s', { timeout: 120_000 }, async (name) => {
    const recording = getRecording(name)
    const body = dropAlikeEvents(recording.response.body)
    const play = createPlayer(recording)
    const outcome = await everyByte(body, async (chunks) => JSON.stringify(await play(chunks)))
    const ending = recording.response.ended === 'complete' ? /^\{.*"finish_reason":"/ : /^truncated/
    expect(outcome.whole).toMatch(body.includes('"error"') ? /^server-error/ : ending)
    expect(outcome.splits.slice(0, 3)).toEqual([])
    expect(outcome.cuts.filter((cut) => !/^\d+: truncated/.test(cut)).slice(0, 3)).toEqual([])
  })
})
