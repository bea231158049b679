// Runs an MCP server, and ends it with everything that it has started when this program's standard input ends: that
// happens in each way in which the chat can end, even if it is killed. Usage: node guard-server.js COMMAND [ARGUMENT...]
import { spawn } from 'node:child_process'
import process, { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'

/** How long a server has after the end of its input, and then after SIGTERM, in milliseconds: less than the client waits. */
const graceTime = 1000
const killTime = 1700

const [command = '', ...args] = process.argv.slice(2)
// A group of its own, so that what it starts can be ended too: npx starts a shell, which starts the server.
const hasGroups = process.platform !== 'win32'
const server = spawn(command, args, {
  detached: hasGroups,
  stdio: ['pipe', 'inherit', 'inherit'],
  windowsHide: true,
})

server.on('spawn', () => stdin.pipe(server.stdin))
server.on('error', refuse)
server.on('exit', (code) => {
  end('SIGKILL')
  process.exit(code ?? 1)
})
// A server may stop reading before it ends.
server.stdin.on('error', () => undefined)
stdin.on('error', () => undefined)
stdin.on('close', () => {
  setTimeout(() => end('SIGTERM'), graceTime).unref()
  setTimeout(() => end('SIGKILL'), killTime).unref()
})
// Sent to every program of the terminal: the chat decides whether it ends.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('SIGTERM', () => end('SIGKILL'))

function end(signal: NodeJS.Signals): void {
  if (server.pid === undefined) return
  try {
    if (hasGroups) process.kill(-server.pid, signal)
    else server.kill(signal)
  } catch {
    // Nothing of it is left.
  }
}

/** Answers the first message with why there is no server. */
function refuse({ code = '' }: NodeJS.ErrnoException): void {
  const message = code === 'ENOENT' ? 'the command was not found' : `the command cannot be run (${code})`
  createInterface({ input: stdin }).once('line', (line) => {
    const { id } = JSON.parse(line) as { id: number }
    stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32000, message } })}\n`)
  })
}
