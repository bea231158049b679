import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDemoWorld } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import { expect, onTestFinished, vi } from 'vitest'
import { mcpServerPath } from './bundle-program.js'
import { keys } from './serve-world.js'

/** The secret of the fixture: a value of `env`. */
export const serviceToken = 'service-token-that-stays-secret'

/** A model that calls the tool that it is told to use, and the environment that leads to it. */
export async function serveCaller(prefix: string) {
  const names = ['look', 'change', 'environment', 'refuse', 'die']
  const conversation = [
    { when: '/is done|not allow|nobody|has ended|TOKEN/', answer: 'I see.' },
    ...names.map((name) => ({ when: `use ${name}`, answer: { toolCalls: [{ name: prefix + name, arguments: {} }] } })),
  ]
  const world = { ...createDemoWorld(), loaded: { model: 'demo-8b-exl3' }, keys, conversation }
  const settings = { speed: { tokensPerSecond: 0, prefillMilliseconds: 0 } }
  const { url } = await serveEmulator({ world, settings, closeWith: onTestFinished })
  return { TABBY_BASE_URL: url, TABBY_API_KEY: keys.api[0] ?? '', PATH: process.env['PATH'] ?? '' }
}

/** A folder with a configuration of the fixture, and the file in which it says which processes it is. */
export async function openMcpFolder(mode?: 'stubborn') {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const pidFile = join(folder, 'pids')
  const args = [mcpServerPath, pidFile, ...(mode ? [mode] : [])]
  const server = { command: process.execPath, args, env: { SERVICE_TOKEN: serviceToken }, disabled: false }
  const config = join(folder, 'mcp.json')
  await writeFile(config, JSON.stringify({ mcpServers: { files: server } }))
  const readPids = () =>
    vi.waitFor(async () => {
      const [line = ''] = (await readFile(pidFile, 'utf8')).split('\n')
      const pids = line.split(' ').map(Number)
      expect(pids).toHaveLength(2)
      return pids
    }, 50_000)
  return { folder, config, pidFile, readPids, log: join(folder, 'log') }
}

/** Waits until none of the processes is running. One that nobody has collected yet is over too. */
export const seeEnd = (pids: readonly number[]) =>
  vi.waitFor(async () => {
    const states = pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z '))
    for (const state of await Promise.all(states)) expect(state).toContain(' Z ')
  }, 50_000)
