// nginx and HAProxy, configured as the README of core says, with TLS, in front of two servers.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createChatCompletion, readChatText, streamChatCompletion } from '../../packages/chat/dist/index.js'
import { createTabbyClient, isTabbyError, requestJson } from '../../packages/core/dist/index.js'
import { createEmulator } from '../../packages/emulator/dist/index.js'
import { listen } from '../../packages/emulator/dist/node/index.js'
import { createReport } from '../report.mjs'
import { startProxy } from './start-proxy.mjs'

// Node reads its certificates when it starts, so this program starts itself again with one that was just made.
if (process.argv.length < 3) {
  const folder = mkdtempSync(join(tmpdir(), 'proxies-'))
  const certificate = join(folder, 'tabby.crt')
  const key = join(folder, 'tabby.key')
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'pipe' })
  writeFileSync(join(folder, 'tabby.pem'), readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'))
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate }
  const { status } = spawnSync(process.execPath, [process.argv[1], folder], { env, stdio: 'inherit' })
  rmSync(folder, { recursive: true, force: true })
  process.exit(status ?? 1)
}
const folder = process.argv[2]
const report = createReport()
const say = (content) => ({ messages: [{ role: 'user', content }] })

function expect(fact, what) {
  if (!fact) throw new Error(what)
}

async function readTimes(stream) {
  const times = []
  for await (const _ of readChatText(stream)) times.push(performance.now())
  return times
}

/** A call that has to fail with a status, and with words that are none of a proxy's HTML. */
async function expectStatus(call, status) {
  const error = await call.then(
    () => undefined,
    (thrown) => thrown,
  )
  expect(isTabbyError(error), `expected ${status}, got ${error}`)
  expect(error.status === status && error.name === 'TabbyApiError', `expected ${status}, got ${error}`)
  expect(!`${error}${JSON.stringify(error)}`.includes('<'), `there is HTML in ${error.message}`)
}

const cases = {
  async 'a stream arrives token by token'({ client }) {
    const times = await readTimes(await streamChatCompletion(client, say('[[len:3]][[delay:1.5]]')))
    const gaps = times.slice(1).map((time, index) => time - times[index])
    // A wide margin: this runs beside other tests, which hold this process up for half a second now and then.
    expect(gaps.length === 2 && gaps.every((gap) => gap > 500), `gaps of ${gaps.map(Math.round)} ms`)
  },
  async 'an abort reaches the server'({ client, listJournal }) {
    const controller = new AbortController()
    const { signal } = controller
    const stream = await streamChatCompletion(client, say('left [[len:500]][[delay:0.05]]'), { signal })
    await stream.next()
    controller.abort('enough')
    expect((await stream.next().catch((error) => error)) === 'enough', 'the reason is not the one of the signal')
    const plain = createChatCompletion(client, say('left [[len:500]][[delay:0.05]]'), {
      signal: AbortSignal.timeout(200),
    })
    await plain.catch(() => {})
    await sleep(500)
    const left = listJournal().filter(({ body }) => body?.includes('left '))
    expect(left.length === 2, `the servers saw ${left.length} requests`)
    expect(
      left.every(({ leftAfterMilliseconds }) => leftAfterMilliseconds < 1000),
      `they saw the client leave after ${left.map((entry) => entry.leftAfterMilliseconds)} ms`,
    )
  },
  async 'one connection serves one call after the other'({ client }) {
    const connections = new Set()
    for (let round = 0; round < 10; round++) {
      const { headers } = await client.send({ path: '/v1/model' })
      connections.add(headers.get('x-connection'))
      await sleep(5)
    }
    expect(connections.size === 1 && !connections.has(null), `it took ${[...connections]}`)
  },
  async 'a server that drops a request is a 502'({ impatient, client, emulators }) {
    for (const emulator of emulators) emulator.useFaults([{ path: '/v1/completions', effect: { kind: 'drop' } }])
    const body = { prompt: 'x', max_tokens: 3 }
    const request = { path: '/v1/completions', body, operation: 'load' }
    await expectStatus(requestJson(impatient, request), 502)
    // Over a connection to the server that was used before, HAProxy closes the client's without an answer instead.
    const error = await requestJson(client, request).catch((thrown) => thrown)
    expect(isTabbyError(error) && (error.status === 502 || error.code === 'connection_error'), `got ${error}`)
    for (const emulator of emulators) emulator.useFaults([])
  },
  async 'a call that is never repeated works after the servers closed their idle connections'({ client }) {
    const body = { prompt_template_name: 'plain' }
    // Also longer than a proxy leaves a server alone that has failed.
    for (const pause of [0, 0, 4500, 5500]) {
      await sleep(pause)
      await requestJson(client, { path: '/v1/template/switch', access: 'admin', body, retry: false })
    }
  },
  async 'a server that takes longer than the proxy is a 504'({ impatient }) {
    await expectStatus(createChatCompletion(impatient, say('[[prefill:4]]'), { retry: false }), 504)
  },
  async 'a server that dies ends its stream, and the other one does all the rest'({ client, listeners, emulators }) {
    const stream = await streamChatCompletion(client, say('dies [[len:500]][[delay:0.05]]'))
    await stream.next()
    const index = emulators.findIndex(({ journal }) => journal.some(({ body }) => body?.includes('dies ')))
    const dead = listeners[index].close()
    const error = await readTimes(stream).catch((thrown) => thrown)
    expect(error.name === 'TabbyStreamError' && error.reason === 'truncated', `the stream threw ${error}`)
    expect(error.partial.choices[0].message.content, 'what had arrived is lost')
    for (let round = 0; round < 10; round++) {
      await createChatCompletion(client, say('[[len:3]]'), { retry: false })
      await readTimes(await streamChatCompletion(client, say('[[len:3]]'), { retry: false }))
    }
    await dead
  },
  async 'no server at all is a status of the proxy'({ client, listeners, deadStatus }) {
    await Promise.all(listeners.map((listener) => listener.close()))
    await expectStatus(createChatCompletion(client, say('x'), { retry: false }), deadStatus)
    await expectStatus(streamChatCompletion(client, say('x'), { retry: false }), deadStatus)
  },
}

for (const [name, deadStatus] of [
  ['nginx', 502],
  ['haproxy', 503],
]) {
  const emulators = [createEmulator({ journal: 1000 }), createEmulator({ journal: 1000 })]
  const listeners = await Promise.all(emulators.map((emulator) => listen(emulator)))
  const upstreams = listeners.map(({ port }) => `127.0.0.1:${port}`)
  const proxy = await startProxy(name, { folder, upstreams })
  const strict = await startProxy(name, { folder, upstreams, readTimeout: '1s' })
  const client = createTabbyClient({ baseUrl: proxy.url })
  const impatient = createTabbyClient({ baseUrl: strict.url })
  const listJournal = () => emulators.flatMap(({ journal }) => journal)
  for (const [title, run] of Object.entries(cases)) {
    const outcome = run({ client, impatient, emulators, listeners, listJournal, deadStatus })
    const problem = await outcome.then(
      () => undefined,
      (error) => `${error.stack}`,
    )
    console.log(`  ${name.padEnd(8)} ${problem ? 'FAILED' : 'ok    '} ${title}`)
    report.expectNone(`${name}: ${title}`, problem ? [problem] : [])
  }
  await Promise.all([proxy.stop(), strict.stop()])
}
report.finish()
