import { collectChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { everyCut, everySplit, getRecording, listRecordings } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'

/** A client whose answer is these bytes: without a socket, because there are a hundred thousand ways to cut them. */
function createPlayer(headers: Record<string, string>) {
  let pieces: readonly Uint8Array[] = []
  const client: TabbyClient = {
    ...createTabbyClient(),
    send: async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece)
            controller.close()
          },
        }),
        { headers },
      ),
  }
  return async (...given: readonly Uint8Array[]) => {
    pieces = given
    return collectChatCompletion(await streamChatCompletion(client, { messages: [] }))
  }
}

const finished = listRecordings(
  ({ request, response }) =>
    request.path === '/v1/chat/completions' &&
    response.ended === 'complete' &&
    response.status === 200 &&
    /"stream": ?true/.test(request.body ?? ''),
).map(({ name }) => name)

test('there are recordings to cut', () => expect(finished.length).toBeGreaterThan(60))

describe('an answer is whole wherever it is split, and wherever it is cut, whole or an error', () => {
  test.each(finished)('%s', { timeout: 120_000 }, async (name) => {
    const { headers, body } = getRecording(name).response
    const play = createPlayer(headers)
    const settle = (...pieces: readonly Uint8Array[]) =>
      play(...pieces).then(
        (answer) => JSON.stringify(answer),
        (error) => `${error.reason}: ${error.message}`,
      )
    const expected = await settle(new TextEncoder().encode(body))
    expect(expected).toMatch(body.includes('"error"') ? /^server-error/ : /^\{.*"finish_reason":"/)

    const wrongSplits: string[] = []
    for (const pieces of everySplit(body)) {
      const outcome = await settle(...pieces)
      if (outcome !== expected) wrongSplits.push(`${pieces[0].length}: ${outcome}`)
    }
    expect(wrongSplits).toEqual([])

    const wrongCuts: string[] = []
    for (const beginning of everyCut(body)) {
      const outcome = await settle(beginning)
      if (outcome !== expected && !outcome.startsWith('truncated')) wrongCuts.push(`${beginning.length}: ${outcome}`)
    }
    expect(wrongCuts).toEqual([])
  })
})
