// Every command that a README or a guide shows, run as it stands there: in one folder a page, one after the other, against
// an emulator. A program that serves is stopped once it has said so. What cannot be run here is listed with its reason.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '../../packages/emulator/dist/index.js'
import { listen } from '../../packages/emulator/dist/node/index.js'
import { createReport } from '../report.mjs'
import { listFiles, listPublished, readJson, root } from '../workspace.mjs'

const report = createReport()
const { scripts } = readJson('package.json')
const published = new Map(listPublished().map(({ manifest, folder }) => [manifest.name, { manifest, folder }]))
const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')

/** Commands that are known and not run, each with the reason. */
const others = [
  [/^docker /, 'needs a Docker engine'],
  [/^(?:apt-get|redis-server|curl|mkdir|export) /, 'is no program of ours'],
  [/^node chat\.mjs$/, 'runs a snippet, which the examples run'],
  [/^npm init /, 'is no program of ours'],
  [/^NODE_EXTRA_CA_CERTS=/, 'runs a snippet, behind a proxy that the proxies of the transport stand for'],
  [/--redis /, 'needs Redis; the tests of @tabby/bulk and of the terminal program run it'],
  [/^tabby chat -c$/, 'needs a conversation that was begun in a terminal; the tests of the program run it'],
  [/--mcp/, 'needs MCP servers of others; the tests of the terminal program run it'],
]

/** What the files are that the commands name. */
const fixtures = {
  'requests.jsonl': ['a', 'b']
    .map((id) => {
      const body = { messages: [{ role: 'user', content: 'Say hello' }], max_tokens: 5 }
      return `${JSON.stringify({ custom_id: id, method: 'POST', url: '/v1/chat/completions', body })}\n`
    })
    .join(''),
  'rows.csv': 'id,text\n1,good\n2,bad\n',
  'label.json': '{"type":"object","properties":{"label":{"enum":["good","bad"]}},"required":["label"]}',
  'schema.json': '{"type":"object","properties":{"label":{"enum":["good","bad"]}},"required":["label"]}',
  'city.json': '{"type":"object","properties":{"country":{"type":"string"}},"required":["country"]}',
  'notes.txt': 'Buy milk.\n',
  'role.txt': 'You are brief.\n',
}

/** The commands of the `sh` blocks of a page, with continued lines joined and comments taken off. */
function readCommands(text) {
  const blocks = [...text.matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```$/gm)].map(([, block]) => block)
  return blocks
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter(Boolean)
}

/** Runs one command of ours to its end, or until it says that it serves; returns what went wrong. */
function run(words, { folder, env }) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', words], { cwd: folder, env, detached: true })
    let output = ''
    let isServing = false
    const stop = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has just ended.
      }
    }
    const take = (data) => {
      output += data
      isServing ||= /listens? on|listening/.test(output)
      if (isServing) stop()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.stdin.on('error', () => {})
    child.stdin.end('Say hello\n')
    const limit = setTimeout(stop, 60_000)
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve(code === 0 || isServing ? [] : [`${words} ended with ${code}: ${output.trim().slice(-300)}`])
    })
  })
}

const emulator = await listen(createEmulator({ settings: { speed: { tokensPerSecond: 0 } } }))
const temporary = mkdtempSync(join(tmpdir(), 'commands-'))
const programs = join(temporary, 'bin')
mkdirSync(programs)
for (const { manifest, folder } of published.values()) {
  for (const [name, file] of Object.entries(manifest.bin ?? {})) {
    writeFileSync(join(programs, name), `#!/bin/sh\nexec node '${join(root, folder, file)}' "$@"\n`, { mode: 0o755 })
  }
}
const programOf = (name) => Object.keys(published.get(name)?.manifest.bin ?? {})[0]

/** What is wrong with a command; `undefined` when it is not one that is checked. */
async function check(command, place) {
  const [, script] = /^(?:\S+=\S+ )*npm (?:run )?(\S+)/.exec(command) ?? []
  if (command.startsWith('npm install ')) {
    const names = command.split(' ').filter((word) => !word.startsWith('-') && !['npm', 'install'].includes(word))
    return names
      .filter((name) => !published.has(name) && !catalog.includes(`${name}:`) && !catalog.includes(`'${name}':`))
      .map((name) => `${name} is not published, and not in the catalog`)
  }
  if (script && script !== 'init') return scripts[script] ? [] : [`there is no script ${script}`]
  if (others.some(([pattern]) => pattern.test(command))) return undefined
  const words = command
    .replace(/^npx (@tabby\/\S+)/, (_, name) => programOf(name) ?? name)
    .replaceAll('http://127.0.0.1:5000', emulator.url)
    .replaceAll('http://127.0.0.1:5001', emulator.url.replace('127.0.0.1', 'localhost'))
    .replaceAll(/--port \d+/g, '--port 0')
    .replaceAll('node_modules/@tabby/emulator', join(root, 'packages', 'emulator'))
  return run(words, place)
}

try {
  const pages = ['README.md', '.github/CONTRIBUTING.md', ...listFiles('packages'), ...listFiles('apps')]
  for (const page of pages.filter((path) => path.endsWith('.md') && !/CHANGELOG/.test(path))) {
    const commands = readCommands(readFileSync(join(root, page), 'utf8'))
    const folder = join(temporary, page.replaceAll('/', '-'))
    mkdirSync(join(folder, 'gateway'), { recursive: true })
    for (const [name, text] of Object.entries(fixtures)) {
      writeFileSync(join(folder, name), text)
    }
    const env = {
      ...process.env,
      PATH: `${programs}:${process.env.PATH}`,
      HOME: folder,
      XDG_CONFIG_HOME: '',
      TABBY_BASE_URL: emulator.url,
    }
    if (commands.some((command) => command.includes('--server home'))) {
      report.expectNone('a server is saved', await run(`tabby servers add home ${emulator.url}`, { folder, env }))
    }
    for (const command of commands) {
      const problems = await check(command, { folder, env })
      if (problems) report.expectNone(`${page}: ${command}`, problems)
    }
  }
} finally {
  await emulator.close()
  rmSync(temporary, { recursive: true, force: true })
}
report.finish()
