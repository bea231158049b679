import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, test } from 'vitest'
import { createDemoWorld } from '../../src/index.js'
import { pathOf, useCommand } from '../command-process.js'

const command = useCommand()
const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')

/** What `npm run test:live` does, against a server in another process. */
async function runLive(environment: Record<string, string>): Promise<{ failed: boolean; output: string }> {
  const flags = ['run', '--config', 'test/live/vitest.config.ts', '--reporter', 'verbose']
  const { VITEST: _vitest, VITEST_POOL_ID: _pool, VITEST_WORKER_ID: _worker, ...inherited } = process.env
  const env = { ...inherited, NO_COLOR: '1', TABBY_LIVE_RUNS: '25', TABBY_LIVE_SEED: '7', ...environment }
  const run = promisify(execFile)(process.execPath, [vitest, ...flags], { cwd: pathOf('.'), env })
  return run.then(
    ({ stdout }) => ({ failed: false, output: stdout }),
    (error: { stdout: string; stderr: string }) => ({ failed: true, output: error.stdout + error.stderr }),
  )
}

// Side by side, because most of each is the start of a process.
describe.concurrent('npm run test:live', () => {
  test('finds no difference between two emulators, and loads and unloads only when it may', async ({
    expect,
    onTestFinished,
  }) => {
    const { url, stop } = await command.serve('--api-key', 'user', '--admin-key', 'boss', '--control')
    onTestFinished(async () => void (await stop()))
    const server = { TABBY_BASE_URL: url, TABBY_API_KEY: 'user', TABBY_ADMIN_KEY: 'boss' }
    const readPaths = async (): Promise<string[]> => {
      const entries = (await (await fetch(`${url}/emulator/journal`)).json()) as { method: string; path: string }[]
      return entries.map(({ method, path }) => `${method} ${path}`)
    }
    const reading = await runLive({ ...server, TABBY_LIVE_ADMIN: '' })
    expect(reading).toMatchObject({ failed: false, output: expect.stringContaining('chat, streamed with usage') })
    const paths = await readPaths()
    expect(paths).toContain('POST /v1/completions')
    expect(paths.filter((path) => /^P.*(?:load|switch|download)$/.test(path))).toEqual([])
    expect(reading.output).toContain('TABBY_LIVE_SEED=7')
    const changing = await runLive({ ...server, TABBY_LIVE_ADMIN: '1' })
    expect(changing).toMatchObject({ failed: false })
    expect(await readPaths()).toContain('POST /v1/model/unload')
    expect(await readPaths()).toContain('POST /v1/sampling/override/switch')
  }, 240_000)

  test('passes with a preset and an old crash, leaves the model that it found, and passes without one', async ({
    expect,
    onTestFinished,
  }) => {
    const world = { ...createDemoWorld(), presets: [{ name: 'safe', overrides: { top_p: { override: 0.9 } } }] }
    const file = join(command.folder, 'used.json')
    await writeFile(file, JSON.stringify(world))
    const { url, stop } = await command.serve('--config', file, '--api-key', 'user', '--admin-key', 'boss')
    onTestFinished(async () => void (await stop()))
    const server = { TABBY_BASE_URL: url, TABBY_API_KEY: 'user', TABBY_ADMIN_KEY: 'boss', TABBY_LIVE_ADMIN: '1' }
    const headers = { 'content-type': 'application/json', authorization: 'Bearer boss' }
    const post = (path: string, body: object): Promise<Response> =>
      fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    await (await post('/v1/model/load', { model_name: 'demo-8b-exl3' })).text()
    await post('/v1/sampling/override/switch', { preset: 'safe' })
    await (await post('/v1/completions', { prompt: '[[fail:0]]', max_tokens: 1 })).text()
    expect((await fetch(`${url}/health`)).status).toBe(503)
    const card = async (): Promise<unknown> => {
      const { created: _created, ...rest } = (await (await fetch(`${url}/v1/model`, { headers })).json()) as any
      return rest
    }
    const before = await card()
    expect(await runLive(server)).toMatchObject({ failed: false, output: expect.stringContaining('unload') })
    expect(await card()).toEqual(before)
    await post('/v1/model/unload', {})
    expect(await runLive(server)).toMatchObject({ failed: false })
    expect((await fetch(`${url}/v1/model`, { headers })).status).toBe(503)
  }, 240_000)

  test('reports what a server does otherwise, and says what it needs', async ({ expect, onTestFinished }) => {
    const { url, stop } = await command.serve('--control')
    onTestFinished(async () => void (await stop()))
    const effect = { kind: 'status', status: 418 }
    const faults = ['/props', '/v1/token/decode'].map((path) => ({ path, effect }))
    await fetch(`${url}/emulator/faults`, { method: 'PUT', body: JSON.stringify(faults) })
    const different = await runLive({
      TABBY_BASE_URL: url,
      TABBY_API_KEY: '',
      TABBY_ADMIN_KEY: '',
      TABBY_LIVE_RUNS: '60',
    })
    expect(different.failed).toBe(true)
    expect(different.output).toMatch(/× .*'GET \/props' is answered by the emulator as by the live server/)
    expect(different.output).toContain('418')
    // The generator finds it too, and says what to send.
    expect(different.output).toMatch(/× .*generated requests are answered/)
    expect(different.output).toContain('POST /v1/token/decode\n')
    const missing = await runLive({ TABBY_BASE_URL: '' })
    expect(missing.output).toContain('TABBY_BASE_URL must name a TabbyAPI server')
  }, 240_000)
})
