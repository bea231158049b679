import { collectCompletion, streamCompletion } from '@tabby/completions'
import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { everyCut, everySplit, getRecording, listRecordings, type Recording } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'

/** A client whose answer is these bytes: without a socket, because there are many ways to cut them. */
function createPlayer({ request, response }: Recording) {
  // How many choices are expected decides whether an answer is whole.
  const params = { ...JSON.parse(request.body!), max_tokens: 20 }
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
        { headers: response.headers },
      ),
  }
  return async (...given: readonly Uint8Array[]) => {
    pieces = given
    return collectCompletion(await streamCompletion(client, params))
  }
}

/** Leaves out a piece that looks like the two before it, but for numbers and ASCII texts: it would test the same. */
function shorten(body: string): string {
  const shapes: string[] = []
  return body
    .split(/(?<=\r\n\r\n)/)
    .filter((event) => {
      const shape = event.replace(/(?<=: |\[)"[ -!#-~]*"|[\d.-]+/g, '0')
      return shapes.push(shape) < 3 || shapes.slice(-3).some((other) => other !== shape)
    })
    .join('')
}

/** Whole answers, failures, and streams that broke off or never ended: what was recorded of them is cut too. */
const streamed = listRecordings(
  ({ request, response }) =>
    request.path === '/v1/completions' && response.status === 200 && /"stream": ?true/.test(request.body ?? ''),
).map(({ name }) => name)

test('there are recordings to cut', () => expect(streamed.length).toBeGreaterThan(20))

describe('a text is whole wherever it is split, and wherever it is cut, whole or an error', () => {
  test.each(streamed)('%s', { timeout: 120_000 }, async (name) => {
    const recording = getRecording(name)
    const body = shorten(recording.response.body)
    const play = createPlayer(recording)
    const settle = (...pieces: readonly Uint8Array[]) =>
      play(...pieces).then(
        (answer) => JSON.stringify(answer),
        (error) => `${error.reason}: ${error.message}`,
      )
    const expected = await settle(new TextEncoder().encode(body))
    const whole = recording.response.ended === 'complete' ? /^\{.*"finish_reason":"/ : /^truncated/
    expect(expected).toMatch(body.includes('"error"') ? /^server-error/ : whole)

    const wrongSplits: string[] = []
    for (const pieces of everySplit(body)) {
      const outcome = await settle(...pieces)
      if (outcome !== expected) wrongSplits.push(`${pieces[0].length}: ${outcome}`)
    }
    expect(wrongSplits.slice(0, 3)).toEqual([])

    const wrongCuts: string[] = []
    for (const beginning of everyCut(body)) {
      const outcome = await settle(beginning)
      if (outcome !== expected && !outcome.startsWith('truncated')) wrongCuts.push(`${beginning.length}: ${outcome}`)
    }
    expect(wrongCuts.slice(0, 3)).toEqual([])
  })
})
