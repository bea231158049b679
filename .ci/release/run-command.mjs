import { spawn } from 'node:child_process'

/** Runs one command to its end and returns its exit code and all that it printed; it never throws. */
export function runCommand(command, parts, { cwd, env, limit = 180_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parts, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let printed = ''
    child.stdout.on('data', (data) => {
      output += data
      printed += data
    })
    child.stderr.on('data', (data) => (output += data))
    const timer = setTimeout(() => {
      output += `\nstopped: longer than ${limit / 1000} s\n`
      process.kill(-child.pid, 'SIGKILL')
    }, limit)
    const finish = (code, words = '') => {
      clearTimeout(timer)
      resolve({ code, output: output + words, printed })
    }
    child.on('error', (error) => finish(-1, error.message))
    child.on('close', (code) => finish(code))
  })
}
