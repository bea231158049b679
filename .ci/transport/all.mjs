// What guards the project beyond `npm test`, because it takes minutes or programs that not every machine has: Node's
// own limits, 100,000 requests, a killed night's run, proxies, Prometheus, runtimes, a rehearsed release, compilers, bundlers. What only waits
// runs beside the rest.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../workspace.mjs'
import { installRuntimes } from './install.mjs'

const limit = 12 * 60_000
const shownLines = 40
/** The last lines of what failed, to be told again at the end: a log is often read, or kept, from its end. */
const failures = []

function run(name, ...nodeOptions) {
  const begin = performance.now()
  return new Promise((resolve) => {
    const program = join(root, '.ci', name.includes('/') ? '' : 'transport', `${name}.mjs`)
    const child = spawn(process.execPath, [...nodeOptions, program], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    const timer = setTimeout(() => child.kill('SIGKILL'), limit)
    child.on('close', (code) => {
      clearTimeout(timer)
      const seconds = ((performance.now() - begin) / 1000).toFixed(0)
      console.log(`\n== ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${seconds} s\n${output.trimEnd()}`)
      if (code !== 0) failures.push(`\nfailed: ${name}\n${output.trimEnd().split('\n').slice(-shownLines).join('\n')}`)
      resolve(code === 0)
    })
  })
}

console.log(`The runtimes are in ${installRuntimes()}`)
const waiting = [run('long-calls')]
// It compares two loops, so nothing but the waiting calls runs beside it.
const outcomes = [await run('bulk', '--expose-gc')]
waiting.push(run('soak', '--expose-gc'))
for (const name of ['proxies', 'prometheus', 'runtimes', 'mcp-conformance']) outcomes.push(await run(name))
// None of these measures time, and the rehearsal waits for npm now and then.
const rehearsal = run('release/rehearse')
for (const name of ['check-compilers', 'check-bundlers', 'check-next', 'check-old-cores'])
  outcomes.push(await run(`release/${name}`))
outcomes.push(await rehearsal)
outcomes.push(...(await Promise.all(waiting)))
for (const failure of failures) console.log(failure)
process.exitCode = outcomes.every(Boolean) ? 0 : 1
