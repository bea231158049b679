// One suite on every runtime, with both pairs of libraries, from packed packages. Prints a table.
import { execFile, spawn } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { createEmulator } from '../../packages/emulator/dist/index.js'
import { listen } from '../../packages/emulator/dist/node/index.js'
import { findChromium } from '../find-chromium.mjs'
import { createReport } from '../report.mjs'
import { root } from '../workspace.mjs'
import { runInChromium } from './browser-page.mjs'
import { installLibraries, installPackages, installRuntimes, newest } from './install.mjs'

const here = join(root, '.ci', 'transport')
const apiKey = 'smoke-api-key'
/** What a client left has to be known to the server: these requests end with the client gone. */
const abandoned = [
  'a piece while the stream goes on',
  'break',
  'cancel of an unread stream',
  'abort of a stream',
  'abort of a call',
  'timeout of a call',
  'timeout of a stream',
]

function runProgram(command, parts, cwd) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
    const child = spawn(command, parts, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let results
    const read = (data) => {
      output += data
      results ??= /^results (.*)$/m.exec(output)?.[1]
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    const timer = setTimeout(() => child.kill('SIGKILL'), 120_000)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      // A process that does not end by itself left a timer or a socket behind.
      if (results && code === 0) resolve(JSON.parse(results))
      else reject(new Error(`ended with ${code ?? signal}: ${output.slice(-2000)}`))
    })
  })
}

const bundle = (folder, stdin, outfile) =>
  build({
    stdin: { contents: stdin, resolveDir: folder },
    outfile: join(folder, outfile),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  })

function listRunners(runtimes) {
  const inNode = (name) => async (folder, settings) =>
    runProgram(join(runtimes, name, 'bin', 'node'), ['--expose-gc', 'run-smoke.mjs', JSON.stringify(settings)], folder)
  const deno = ['run', '--allow-all', '--no-remote', '--node-modules-dir=manual', '--v8-flags=--expose-gc']
  return {
    'Node 20': { run: inNode('node20'), only: ['ky 1'] },
    'Node 22': { run: inNode('node22') },
    'Node 24': { run: inNode('node24') },
    'Node 26': { run: inNode('node26') },
    Bun: {
      run: (folder, settings) =>
        runProgram(join(runtimes, '@oven/bun-linux-x64/bin/bun'), ['run-smoke.mjs', JSON.stringify(settings)], folder),
    },
    Deno: {
      run: (folder, settings) =>
        runProgram(
          join(runtimes, '@deno/linux-x64-glibc/deno'),
          [...deno, 'run-smoke.mjs', JSON.stringify(settings)],
          folder,
        ),
    },
    workerd: {
      async run(folder, settings) {
        const worker = `import { runSmoke } from './smoke.mjs'
          export default { fetch: async (request) => Response.json(await runSmoke(await request.json())) }`
        await bundle(folder, worker, 'worker.mjs')
        const program = [join(here, 'run-workerd.mjs'), runtimes, join(folder, 'worker.mjs'), JSON.stringify(settings)]
        return runProgram(join(runtimes, 'node26', 'bin', 'node'), program, folder)
      },
    },
    Chromium: {
      async run(folder, settings) {
        // Debian's, or what the machines of GitHub bring along.
        const browser = findChromium()
        if (!browser) throw new Error('there is no browser: apt-get install chromium-headless-shell')
        const page = `import { runSmoke } from './smoke.mjs'\nglobalThis.runSmoke = runSmoke`
        await bundle(folder, page, 'page.js')
        return runInChromium({ runtimes, browser, bundle: readFileSync(join(folder, 'page.js')), settings })
      },
    },
  }
}

/**
 * Where nobody listens: systems hand out no port below 1024, and this one is not among those that browsers refuse. A
 * port that was free a moment ago can be the next that a system hands out, to the page of this very test for one.
 */
const closedUrl = 'http://127.0.0.1:2'

async function runOne(run, folder) {
  const emulator = createEmulator({
    keys: { api: [apiKey], admin: ['smoke-admin-key'] },
    faults: [{ path: '/v1/completions', effect: { kind: 'cut', afterEvents: 2 } }],
    journal: 100,
  })
  const server = await listen(emulator)
  try {
    const results = await run(folder, { baseUrl: server.url, closedUrl, apiKey })
    const problems = results.filter(({ problem }) => problem).map(({ name, problem }) => `${name}: ${problem}`)
    for (const name of abandoned) {
      const entry = emulator.journal.find(({ body, method }) => method === 'POST' && body?.includes(`"${name} `))
      if (entry?.leftAfterMilliseconds === undefined) problems.push(`${name}: the server did not see the client leave`)
    }
    return { count: results.length, problems }
  } catch (error) {
    return { count: 0, problems: [`${error}`] }
  } finally {
    await server.close()
  }
}

/** All tests of a package once more with another library, on Node 22. The last lines of the output are what is wrong. */
function testOnNode22(runtimes, name, settings) {
  const node = join(runtimes, 'node22', 'bin', 'node')
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const env = { ...process.env, NO_COLOR: '1', ...settings }
  const cwd = join(root, 'packages', name)
  return new Promise((resolve) => {
    const parts = [vitest, 'run', '--config', '../../.ci/build/vitest.config.ts']
    execFile(node, parts, { cwd, env, timeout: 600_000, maxBuffer: 2 ** 26 }, (error, output) =>
      resolve(error ? [output.trim().split('\n').slice(-30).join('\n    ')] : []),
    )
  })
}

const wanted = process.argv.slice(2)
const report = createReport()
const rows = []
const { folders, remove } = installPackages()
try {
  const runners = Object.entries(listRunners(installRuntimes()))
  for (const [runtime, { run, only }] of runners.filter(([name]) => !wanted.length || wanted.includes(name))) {
    for (const [pair, folder] of Object.entries(folders)) {
      if (only && !only.includes(pair)) continue
      for (const name of ['smoke.mjs', 'run-smoke.mjs']) copyFileSync(join(here, name), join(folder, name))
      const begin = performance.now()
      const { count, problems } = await runOne(run, folder)
      report.expectNone(`${runtime}, ${pair}`, problems)
      const seconds = ((performance.now() - begin) / 1000).toFixed(1)
      const outcome = problems.length ? `${problems.length} problems` : `${count} of ${count}`
      rows.push([runtime.padEnd(9), pair, outcome.padEnd(11), `${seconds} s`].join('  '))
    }
  }
  for (const [name, { tested, libraries, variable, path }] of Object.entries(newest)) {
    if (wanted.length && !wanted.includes(name)) continue
    const { folder, remove: removeLibraries } = installLibraries(libraries)
    const settings = { [variable]: join(folder, 'node_modules', path) }
    const problems = await testOnNode22(installRuntimes(), tested, settings).finally(removeLibraries)
    report.expectNone(`the tests of ${tested} pass with ${name}`, problems)
  }
} finally {
  remove()
}
console.log(rows.map((row) => `  ${row}`).join('\n'))
report.finish()
