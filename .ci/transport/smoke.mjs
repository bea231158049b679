// One suite for every runtime: plain JavaScript, web standards, and the packages as a user installs them.
import { createChatCompletion, readChatText, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, isTabbyError, requestJson, requestStream } from '@tabby/core'

const caseLimit = 10_000

function expect(fact, what) {
  if (!fact) throw new Error(what)
}

async function expectError(call, expected) {
  const error = await call.then(
    () => undefined,
    (thrown) => thrown,
  )
  expect(isTabbyError(error), `expected one of our errors, got ${error}`)
  for (const [key, value] of Object.entries(expected)) {
    expect(error[key] === value, `expected ${key} ${value}, got ${error[key]}: ${error.message}`)
  }
}

const say = (content) => ({ messages: [{ role: 'user', content }] })
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const collectGarbage = () => (globalThis.Bun ? globalThis.Bun.gc(true) : globalThis.gc?.())

async function readAll(stream) {
  for await (const _ of stream);
}

/** Each case by its name, which stands in its prompt, so that the server's journal can tell what became of it. */
const cases = {
  async 'plain call'({ client, name }) {
    const answer = await createChatCompletion(client, say(`${name} [[len:5]]`))
    expect(answer.choices[0].message.content.length > 5, 'no content')
  },
  async stream({ client, name }) {
    let text = ''
    for await (const piece of readChatText(await streamChatCompletion(client, say(`${name} [[len:8]]`)))) text += piece
    expect(text.length > 5, 'no text')
  },
  async 'a piece while the stream goes on'({ client, name }) {
    // Nothing follows for 30 s, far beyond the limit of a case: who waits for more, or for a full buffer, fails.
    const stream = readChatText(await streamChatCompletion(client, say(`${name} [[len:2]][[delay:30]]`)))
    let text = ''
    for await (const piece of stream) if ((text += piece)) break
    expect(text, 'no text')
  },
  async 'characters of four bytes'({ client, name }) {
    const said = 'é \u2028 語 😀'
    const marks = `${name} [[say64:${btoa(String.fromCharCode(...new TextEncoder().encode(said)))}]]`
    let text = ''
    for await (const piece of readChatText(await streamChatCompletion(client, say(marks)))) text += piece
    expect(text === said, `got ${JSON.stringify(text)}`)
  },
  async break({ client, name }) {
    for await (const _ of await streamChatCompletion(client, say(`${name} [[len:200]][[delay:0.05]]`))) break
  },
  async 'cancel of an unread stream'({ client, name }) {
    const stream = await streamChatCompletion(client, say(`${name} [[len:200]][[delay:0.05]]`))
    await stream.cancel()
  },
  async 'abort of a stream'({ client, name }) {
    const controller = new AbortController()
    const marks = `${name} [[len:200]][[delay:0.5]]`
    const stream = await streamChatCompletion(client, say(marks), { signal: controller.signal })
    await stream.next()
    for (let round = 0; round < 3; round++) {
      await sleep(5)
      collectGarbage()
    }
    const reason = { any: 'reason' }
    setTimeout(() => controller.abort(reason), 30)
    const thrown = await readAll(stream).catch((error) => error)
    expect(thrown === reason, `threw ${thrown}`)
  },
  async 'abort of a call'({ client, name }) {
    const controller = new AbortController()
    setTimeout(() => controller.abort('enough'), 100)
    const call = createChatCompletion(client, say(`${name} [[len:200]][[delay:0.05]]`), { signal: controller.signal })
    const thrown = await call.catch((error) => error)
    expect(thrown === 'enough', `threw ${thrown}`)
  },
  async 'timeout of a call'({ client, name }) {
    const call = createChatCompletion(client, say(`${name} [[len:200]][[delay:0.05]]`), { timeout: 200 })
    await expectError(call, { name: 'TabbyTimeoutError', timeout: 'timeout', limit: 200 })
  },
  async 'timeout of a stream'({ client, name }) {
    const marks = `${name} [[len:200]][[delay:30]]`
    const stream = await streamChatCompletion(client, say(marks), { eventTimeout: 200 })
    await expectError(readAll(stream), { name: 'TabbyTimeoutError', timeout: 'eventTimeout', limit: 200 })
  },
  async 'error of a wrong key'({ baseUrl }) {
    const client = createTabbyClient({ baseUrl, apiKey: 'wrong' })
    await expectError(requestJson(client, { path: '/v1/models' }), { code: 'authentication_error', status: 401 })
  },
  async 'error of a wrong body'({ client }) {
    await expectError(createChatCompletion(client, { messages: 5 }), { code: 'validation_error', status: 422 })
  },
  async 'error that a browser hides'({ client, isBrowser }) {
    // The server's 500 has no CORS headers (recording cors_500), so a page only learns that something went wrong.
    const call = requestJson(client, { path: '/v1/token/decode', operation: 'load', body: { tokens: [-1] } })
    await expectError(call, { code: isBrowser ? 'connection_error' : 'server_error' })
  },
  async 'error in mid-stream'({ client, name }) {
    const stream = await streamChatCompletion(client, say(`${name} [[len:9]][[fail:4]]`))
    await expectError(readAll(stream), { name: 'TabbyStreamError', reason: 'server-error' })
  },
  async 'connection lost in mid-stream'({ client, name }) {
    const body = { prompt: name, max_tokens: 20, stream: true }
    const stream = await requestStream(client, { path: '/v1/completions', body })
    await expectError(readAll(stream), { name: 'TabbyStreamError', reason: 'truncated' })
  },
  async "the page's own origin"({ isBrowser }) {
    for (const own of ['', '/', './', '/own']) {
      // Only a page or a worker has an origin of its own; elsewhere a relative address is refused.
      if (!isBrowser) {
        const refused = Promise.resolve().then(() => createTabbyClient({ baseUrl: own }))
        await expectError(refused, { code: 'request_refused' })
        continue
      }
      const { origin } = await requestJson(createTabbyClient({ baseUrl: own }), { path: '/health', access: 'none' })
      expect(origin === location.origin, `${own || 'an empty baseUrl'} reached ${origin}`)
    }
  },
  async 'nobody there'({ closedUrl }) {
    const client = createTabbyClient({ baseUrl: closedUrl, retry: { limit: 1, delay: () => 0 } })
    await expectError(createChatCompletion(client, say('x')), { code: 'connection_error' })
  },
}

/** Runs every case against a server, and returns the name of each with what went wrong, if anything did. */
export async function runSmoke({ baseUrl, closedUrl, apiKey, isBrowser = false }) {
  const client = createTabbyClient({ baseUrl, apiKey })
  const results = []
  for (const [name, run] of Object.entries(cases)) {
    let timer
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not over after ${caseLimit} ms`)), caseLimit)
    })
    const problem = await Promise.race([run({ client, name, baseUrl, closedUrl, isBrowser }), limit]).then(
      () => null,
      (error) => `${error}`,
    )
    clearTimeout(timer)
    results.push({ name, problem })
  }
  return results
}
