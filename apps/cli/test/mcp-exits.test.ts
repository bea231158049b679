import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { programPath } from './bundle-program.js'
import { controlC, openTerminal } from './open-terminal.js'
import { openMcpFolder, seeEnd } from './serve-mcp.js'
import { serveWorld } from './serve-world.js'

// It starts six programs of Node, and as many servers.
vi.setConfig({ testTimeout: 90_000 })

const prompt = '\u001B[32m>\u001B[39m '

// The server ignores the end of its input and every signal that it can, and has started a program of its own.
test('servers end with the program, whatever ends it', async () => {
  const { asUser } = await serveWorld({ loaded: 'demo-8b-exl3', settings: { speed: { tokensPerSecond: 40 } } })
  const environment = { ...asUser, PATH: process.env['PATH'] ?? '' }

  const inTerminal = async () => {
    const { config, readPids } = await openMcpFolder('stubborn')
    const terminal = openTerminal(['chat', '--mcp-config', config, '[[notool]] [[len:2000]]'], environment)
    const pids = await readPids()
    await terminal.see('Lorem ipsum')
    terminal.type(controlC)
    await terminal.see('stopped')
    await terminal.see(prompt)
    terminal.type(controlC)
    await seeEnd(pids)
    return terminal.ended
  }
  /** A program that waits for its standard input. */
  const bySignal = async (signals: NodeJS.Signals[], more: readonly string[] = []) => {
    const { config, readPids } = await openMcpFolder('stubborn')
    const child = spawn(process.execPath, [programPath, 'chat', '--yes', '--mcp-config', config, ...more], {
      env: environment,
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = once(child, 'exit')
    const pids = await readPids()
    if (signals.length > 0) await once(child.stderr, 'data')
    for (const signal of signals) {
      child.kill(signal)
      // Two that arrive at once are one.
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const [code, signal] = (await ended) as [number | null, string | null]
    await seeEnd(pids)
    return code ?? signal
  }
  const crash = async () => {
    const { folder } = await openMcpFolder()
    const tools = join(folder, 'tools.mjs')
    await writeFile(
      tools,
      'setTimeout(() => { throw new Error("crash") })\nawait new Promise(() => setTimeout(() => {}, 60_000))',
    )
    return bySignal([], ['--tools', tools])
  }

  const ends = await Promise.all([
    inTerminal(),
    bySignal(['SIGINT', 'SIGINT']),
    bySignal(['SIGTERM']),
    bySignal(['SIGHUP']),
    bySignal(['SIGKILL']),
    crash(),
  ])
  expect(ends).toEqual([0, 130, 'SIGTERM', 'SIGHUP', 'SIGKILL', 1])
})
