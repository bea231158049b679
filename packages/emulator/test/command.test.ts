import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pathOf, useCommand } from './command-process.js'

const command = useCommand()
const { run } = command

async function finish(child: ChildProcess): Promise<{ code: number; out: string; error: string }> {
  const collected = { out: '', error: '' }
  child.stdout?.on('data', (part: Buffer) => (collected.out += part.toString()))
  child.stderr?.on('data', (part: Buffer) => (collected.error += part.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, ...collected }
}

describe('tabby-emulator', () => {
  test('serves the world of a file, says where in one line, and ends with an interrupt', async () => {
    const child = run('--config', pathOf('worlds/recorded.json'), '--port', '0')
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    const url = /^tabby-emulator listens on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())?.[1]
    const headers = { 'x-api-key': 'tabby-api-key-0000000000000000' }
    const model = (await (await fetch(`${url}/v1/model`, { headers })).json()) as { id: string }
    expect(model.id).toBe('stub-7b-exl3')
    child.kill('SIGINT')
    expect((await finish(child)).code).toBe(0)
  })

  test('takes keys, speeds and the control endpoints from flags', async () => {
    const child = run('--port', '0', '--api-key', 'a', '--admin-key', 'b', '--control', '--ping-seconds', '0')
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    const url = line.toString().trim().split(' ').at(-1)
    expect((await fetch(`${url}/v1/models`)).status).toBe(401)
    expect((await fetch(`${url}/v1/models`, { headers: { 'x-api-key': 'a' } })).status).toBe(200)
    expect(await (await fetch(`${url}/emulator/journal`)).json()).toHaveLength(2)
    child.kill('SIGINT')
    await finish(child)
  })

  test.each([
    [[], 'every request is'],
    [['--host', 'localhost'], 'every request is'],
    [['--host', '::1'], 'every request is'],
    [['--host', '0.0.0.0'], 'every request, also from other machines, is'],
    [['--host', '::'], 'every request, also from other machines, is'],
    [['--host', '0.0.0.0', '--api-key', 'a'], ''],
    [['--config', pathOf('worlds/recorded.json')], ''],
  ])('with %j warns of missing keys: "%s"', async (flags, words) => {
    const child = run('--port', '0', ...flags)
    const finished = finish(child)
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    child.kill('SIGINT')
    const { out, error } = await finished
    expect(out).toMatch(/^tabby-emulator listens on \S+\n$/)
    expect(error).toBe(
      words && `tabby-emulator: no keys are set, so ${words} answered as an admin. Set --api-key and --admin-key.\n`,
    )
  })

  test('prints its flags', async () => {
    const { code, out } = await finish(run('--help'))
    expect([code, out]).toEqual([0, expect.stringContaining('--config FILE')])
  })

  test('prints its version', async () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    const { code, out } = await finish(run('--version'))
    expect([code, out]).toEqual([0, `${(JSON.parse(manifest) as { version: string }).version}\n`])
  })

  test.each([
    [['--nope'], /^tabby-emulator: Unknown option '--nope'/],
    [['--port', 'x'], /^tabby-emulator: --port needs a number, not "x"\n$/],
    [['--config', '/does/not/exist.json'], /^tabby-emulator: \/does\/not\/exist\.json: ENOENT/],
  ])('refuses %j with one line and exit code 1', async (flags, message) => {
    const { code, error } = await finish(run(...flags))
    expect(code).toBe(1)
    expect(error).toMatch(message)
  })

  test('names the place in a file that is wrong', async () => {
    const file = join(command.folder, 'world.json')
    await writeFile(file, JSON.stringify({ models: [{ name: 'a', modulez: 3 }], settings: { pingSeconds: 'x' } }))
    const { code, error } = await finish(run('--config', file))
    expect(code).toBe(1)
    expect(error).toContain('models.0.modulez: this key is not known')
    expect(error).toContain('settings.pingSeconds: ')
  })
})
