// The chat page of the examples as an application of Next.js: installed with the packages as they are published, built,
// started, and asked as a browser asks it.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDemoWorld, createEmulator } from '../../packages/emulator/dist/index.js'
import { listen } from '../../packages/emulator/dist/node/index.js'
import { createReport } from '../report.mjs'
import { readJson, root } from '../workspace.mjs'
import { installPacked } from './matrix-tools.mjs'
import { linkNext } from './next.mjs'
import { runCommand } from './run-command.mjs'

const begin = performance.now()
const say = (line) => console.log(`${((performance.now() - begin) / 1000).toFixed(0).padStart(4)} s  ${line}`)
const report = createReport()
const expect = (title, isTrue, found) => report.expectNone(title, isTrue ? [] : [String(found).slice(-2000)])

/** The versions that the tests of the example run with. */
const dependencies = Object.fromEntries(
  ['ai', '@ai-sdk/react', 'zod'].map((name) => [
    name,
    readJson('apps', 'examples', 'node_modules', name, 'package.json').version,
  ]),
)
/** What Next.js wants to find in an application in TypeScript. */
const compiler = ['node_modules/typescript', 'node_modules/@types/node', 'apps/examples/node_modules/@types/react']

const emulator = createEmulator({
  world: {
    ...createDemoWorld(),
    conversation: [
      { when: 'sunny in Oslo', answer: 'Take sunglasses.' },
      { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
    ],
  },
  settings: { speed: { tokensPerSecond: 50 } },
  journal: 10,
})

/** Starts the built application, and returns its address once it listens. */
async function startApplication(folder, next, env) {
  const child = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', '0'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await new Promise((resolve, reject) => {
    let output = ''
    const read = (data) => {
      output += data
      const [found] = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output) ?? []
      if (found) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', () => reject(new Error(`next start ended: ${output}`)))
  })
  return { url, stop: () => child.kill() }
}

const ask = (url, text, signal) =>
  fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: '1', messages: [{ id: '1', role: 'user', parts: [{ type: 'text', text }] }] }),
    signal,
  })

async function checkApplication(url) {
  const page = await fetch(url)
  const html = await page.text()
  expect('the page is rendered', page.ok && html.includes('aria-label="Message"'), `${page.status} ${html}`)

  const reply = await ask(url, 'How is the weather?')
  const text = await reply.text()
  expect('the route streams events', /event-stream/.test(reply.headers.get('content-type')), reply.status)
  expect('the tool runs', text.includes('"output":"It is sunny in Oslo"'), text)
  const written = [...text.matchAll(/"type":"text-delta".*?"delta":"([^"]*)"/g)].map(([, delta]) => delta)
  expect('the reply is streamed', written.length > 1 && written.join('') === 'Take sunglasses.', text)

  const controller = new AbortController()
  const long = await ask(url, '[[notool]][[len:500]]', controller.signal)
  let first = ''
  for await (const bytes of long.body) if ((first += Buffer.from(bytes)).includes('text-delta')) break
  controller.abort()
  const generation = emulator.journal.at(-1)
  for (let round = 0; generation.leftAfterMilliseconds === undefined && round < 100; round++) await sleep(20)
  expect('leaving the route stops the model', generation.leftAfterMilliseconds < 5000, JSON.stringify(generation))
}

const server = await listen(emulator)
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'next-chat-')))
let application
try {
  cpSync(join(root, 'apps', 'examples', 'next-chat'), folder, { recursive: true })
  // The checks of the repository have compiled the example.
  const settings = { outputFileTracingRoot: '/', typescript: { ignoreBuildErrors: true } }
  writeFileSync(join(folder, 'next.config.mjs'), `export default ${JSON.stringify(settings)}\n`)
  await installPacked(folder, ['core', 'chat', 'embeddings', 'ai-sdk'], { dependencies })
  const next = linkNext(folder)
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true })
  for (const path of compiler) {
    symlinkSync(realpathSync(join(root, path)), join(folder, 'node_modules', path.replace(/.*node_modules./, '')))
  }
  say('installed')
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', TABBY_BASE_URL: server.url }
  const { code, output } = await runCommand(process.execPath, [next, 'build'], { cwd: folder, env, limit: 300_000 })
  if (code !== 0) throw new Error(`next build ended with ${code}\n${output}`)
  say('built')
  application = await startApplication(folder, next, env)
  say('started')
  await checkApplication(application.url)
  say('asked')
} catch (error) {
  report.fail(error.stack)
} finally {
  application?.stop()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}
report.finish()
