import { createTabbyClient, requestJson, requestStream, wrapTabbyClient } from '@tabby/core'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createLimit } from '../src/index.js'
import { answerJson, done, event, serveScript, streamHeaders } from './serve-script.js'
import { settle } from './settle.js'

/** How a call of a program goes: what the server does, what the caller does, and when. */
const step = fc.record({
  isStream: fc.boolean(),
  answer: fc.constantFrom('whole', 'truncated', 'destroyed', 'error', 'status', 'page', 'silent'),
  leave: fc.constantFrom('never', 'break', 'cancel', 'unread'),
  abortAfter: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
  delay: fc.integer({ min: 0, max: 3 }),
  priority: fc.integer({ min: -1, max: 1 }),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time))
const server = await serveScript(async (exchange) => {
  const { response, body } = exchange
  const { answer, isStream, delay } = body['step'] as Step
  await pause(delay)
  if (answer === 'silent') return
  if (answer === 'status') return answerJson(exchange, {}, 500)
  if (answer === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
  if (!isStream && answer === 'whole') return answerJson(exchange)
  response.writeHead(200, streamHeaders).write(event(1))
  await pause(delay)
  if (answer === 'whole') response.end(event(2) + done)
  else if (answer === 'truncated') response.end()
  else if (answer === 'error') response.end(event({ error: { message: 'no' } }))
  else response.destroy()
})
afterAll(() => server.close())

test(
  'whatever calls do, no more than the limit are sent at once, and no slot is left',
  { timeout: 60_000 },
  async () => {
    const base = createTabbyClient({ baseUrl: server.url, retry: false })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        async (steps, concurrency) => {
          let held = 0
          let most = 0
          // Between the limit and the server: a call holds its slot from here until its exchange has ended.
          const count = wrapTabbyClient(base, (send) => async (request) => {
            held += 1
            most = Math.max(most, held)
            try {
              const response = await send(request)
              if (!request.stream) held -= 1
              return request.stream ? { ...response, watches: [{ onEnd: () => void (held -= 1) }] } : response
            } catch (error) {
              held -= 1
              throw error
            }
          })
          const client = wrapTabbyClient(count, createLimit({ concurrency, maxQueued: 6 }))
          const run = async (each: Step) => {
            const controller = new AbortController()
            const { isStream, leave, abortAfter, priority } = each
            // What hangs is aborted in the end, as a caller would.
            if (abortAfter !== undefined || each.answer === 'silent' || leave === 'unread')
              setTimeout(() => controller.abort('enough'), abortAfter ?? 15)
            const request = {
              path: '/v1/x',
              operation: 'generate',
              body: { step: each },
              signal: controller.signal,
              context: { priority },
            } as const
            if (!isStream) return requestJson(client, request)
            const stream = await requestStream(client, request)
            if (leave === 'cancel') return stream.cancel()
            if (leave === 'unread') return
            for await (const _ of stream) if (leave === 'break') break
          }
          await Promise.all(steps.map((each) => settle(run(each))))
          await pause(1)
          while (held > 0) await pause(1)
          expect(most).toBeLessThanOrEqual(concurrency)
          // As many as the limit allows can begin at once: no slot was lost.
          const whole: Step = {
            isStream: false,
            answer: 'whole',
            leave: 'never',
            abortAfter: undefined,
            delay: 0,
            priority: 0,
          }
          most = 0
          await Promise.all(Array.from({ length: concurrency }, () => run(whole)))
          expect(most).toBe(concurrency)
        },
      ),
      { numRuns: 60 },
    )
  },
)
