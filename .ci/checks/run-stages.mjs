// Everything that guards the project. `npm test` runs all of it; `npm test lint docs` runs two stages.
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { stripVTControlCharacters } from 'node:util'
import { root } from '../workspace.mjs'
import { lanes, stages } from './stages.mjs'

const stageLimit = 15 * 60_000

function run([command, ...rest]) {
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      cwd: root,
      detached: true,
      env: { ...process.env, NO_COLOR: '1', TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    const limit = setTimeout(() => {
      output += `\nstopped: longer than ${stageLimit / 60_000} minutes\n`
      process.kill(-child.pid, 'SIGKILL')
    }, stageLimit)
    const finish = (ok, reason = '') => {
      clearTimeout(limit)
      resolve({ ok, output: output + reason })
    }
    child.on('error', (error) => finish(false, `cannot run ${command}: ${error.message}\n`))
    child.on('close', (code) => finish(code === 0))
  })
}

/** Adds up what the tools of a stage say that they ran: vitest, turbo tasks, and our own closing line. */
function countChecks(output, ok) {
  const count = { passed: 0, failed: 0 }
  const lines = output.split('\n')
  for (const line of lines) {
    const vitest = /(?:^|: )\s*Tests\s+(?:(\d+) failed\s*\|?\s*)?(?:(\d+) passed)?/.exec(line)
    const own = /^(?:@tabby\/\S+: )?(\d+) passed, (\d+) failed$/.exec(line)
    if (vitest) {
      count.failed += Number(vitest[1] ?? 0)
      count.passed += Number(vitest[2] ?? 0)
    } else if (own) {
      count.passed += Number(own[1])
      count.failed += Number(own[2])
    }
  }
  if (count.passed + count.failed === 0) {
    const tasks = lines.map((line) => /^ *Tasks: +(\d+) successful, (\d+) total/.exec(line)).find(Boolean)
    if (tasks) return { passed: Number(tasks[1]), failed: Math.max(ok ? 0 : 1, Number(tasks[2]) - Number(tasks[1])) }
  }
  // A task can fail without a failed test: a crash, or no test at all.
  if (!ok) count.failed = Math.max(count.failed, listFailedTasks(output).length, 1)
  if (ok && count.passed === 0) count.passed = 1
  return count
}

/** The tasks that turbo names as failed at its end: `@tabby/chat#test`. */
const listFailedTasks = (output) => /^Failed: +(.*)$/m.exec(output)?.[1].split(', ') ?? []

const summaries = [
  /(?:^|: )\s*(?:Tests|Type Errors) +\S/,
  /(?:^|: )\d+ passed, \d+ failed$/,
  /^ {2}\S.* kB/,
  /^ {2}\S.* instantiations/,
  /(?:^|: )(?:snippets of |\d+ snippets)/,
  / NOT tested /,
]
const isSummary = (line) => summaries.some((summary) => summary.test(line))

/** What is worth reading: the counts and tables of what passed, all of what failed; turbo runs many tasks in one. */
function pickLines(output, ok) {
  const prefixes = listFailedTasks(output).map((task) => `${task.replace('#', ':')}:`)
  return output
    .split('\n')
    .filter(
      (line) =>
        isSummary(line) || (!ok && (prefixes.length === 0 || prefixes.some((prefix) => line.startsWith(prefix)))),
    )
    .map((line) => `   ${line}`)
    .join('\n')
}

const followingLines = 12

/** The first lines of each failure, to be told again at the end: a log is often read, or kept, from its end. */
function pickFailures(output) {
  const lines = pickLines(output, false).split('\n')
  const begins = lines.flatMap((line, index) => (/(?:^|\s)FAIL\s|error TS\d+/.test(line) ? [index] : []))
  const kept = new Set(begins.flatMap((begin) => Array.from({ length: followingLines }, (_, step) => begin + step)))
  return lines.filter((_, index) => kept.has(index))
}

/** Runs the tasks of turbo that failed once more, one after the other, and puts their output in place of the first. */
async function repeatAlone([command, verb, task], { ok, output }, say) {
  const failed = listFailedTasks(output)
  const prefixes = failed.map((name) => `${name.replace('#', ':')}:`)
  if (ok || failed.length === 0 || failed.some((name) => !name.endsWith(`#${task}`))) return { ok, output }
  say(`   failed, and run again alone: ${failed.join(', ')}\n${pickFailures(output).join('\n')}`)
  const filters = failed.map((name) => `--filter=${name.split('#')[0]}`)
  const again = await run([
    command,
    verb,
    task,
    '--output-logs=full',
    '--continue',
    '--concurrency=1',
    '--only',
    ...filters,
  ])
  const others = output
    .split('\n')
    .filter((line) => !line.startsWith('Failed: ') && !prefixes.some((prefix) => line.startsWith(prefix)))
  return { ok: again.ok, output: `${others.join('\n')}\n${stripVTControlCharacters(again.output)}` }
}

/** Runs a stage and tells of it once it is over, so that the lanes do not mix their lines. */
async function runStage({ name, commands, needsBuild, repeatsAlone }, buildFailed) {
  const told = [`\n== ${name}`]
  const say = (text) => void told.push(text)
  const start = performance.now()
  const result = { name, passed: 0, failed: 0, seconds: 0, failures: [] }
  if (needsBuild && buildFailed) {
    say('   not run, because the build failed')
    result.failed = 1
  } else {
    for (const command of commands) {
      say(`   ${command.join(' ')}`)
      const first = await run(command)
      const outcome = { ok: first.ok, output: stripVTControlCharacters(first.output) }
      const { ok, output } = repeatsAlone ? await repeatAlone(command, outcome, say) : outcome
      const count = countChecks(output, ok)
      result.passed += count.passed
      result.failed += count.failed
      say(pickLines(output, ok))
      if (!ok) result.failures.push(...pickFailures(output))
    }
    result.seconds = (performance.now() - start) / 1000
    say(`   ${name}: ${result.failed === 0 ? 'ok' : 'FAILED'} in ${result.seconds.toFixed(1)} s`)
  }
  console.log(told.join('\n'))
  return result
}

if (!process.env.npm_config_user_agent?.startsWith('pnpm')) {
  console.error('Run this through `npm test`: the tools below expect pnpm and node_modules/.bin on PATH.')
  process.exit(2)
}
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name))
if (unknown.length > 0) {
  console.error(`No stage is called ${unknown.join(', ')}. Stages: ${stages.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

const shownFailureLines = 120
const chosen = stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const results = []

async function runInOrder(some) {
  for (const stage of some) {
    const buildFailed = results.some(({ name, failed }) => name === 'build' && failed > 0)
    results.push(await runStage(stage, buildFailed))
  }
}

for (const atOnce of lanes) {
  await Promise.all(atOnce.map((lane) => runInOrder(chosen.filter((stage) => stage.lane === lane))))
}

for (const { name, failures } of results) {
  if (failures.length > 0) console.log(`\nfailed in ${name}:\n${failures.slice(0, shownFailureLines).join('\n')}`)
}
console.log('\nstage        passed  failed  seconds')
for (const { name, passed, failed, seconds } of results) {
  const cells = [
    [passed, 6],
    [failed, 6],
    [seconds.toFixed(1), 7],
  ].map(([value, width]) => String(value).padStart(width))
  console.log(`${name.padEnd(12)} ${cells.join('  ')}`)
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0
