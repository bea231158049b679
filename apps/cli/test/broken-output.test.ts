import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { programPath } from './bundle-program.js'
import { serveWorld } from './serve-world.js'

/** Runs the program with one of its outputs on a disk that is full. */
async function runFull(output: 'stdout' | 'stderr', words: readonly string[], environment: Record<string, string>) {
  const full = await open('/dev/full', 'w')
  onTestFinished(() => full.close())
  const child = spawn(process.execPath, [programPath, ...words], {
    env: environment,
    stdio: ['ignore', output === 'stdout' ? full.fd : 'pipe', output === 'stderr' ? full.fd : 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (piece) => (text += piece))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  test('behind standard output is told in one line, as JSON with --json', async () => {
    const { asUser } = await serveWorld()
    const message = 'standard output cannot be written (ENOSPC)'
    for (const words of [
      ['models', 'ls'],
      ['chat', '[[len:3]]'],
      ['complete', '[[len:3]]'],
    ]) {
      expect(await runFull('stdout', words, asUser)).toMatchObject({
        code: 1,
        text: expect.stringContaining(`tabby: ${message}\n`),
      })
    }
    const { code, text } = await runFull('stdout', ['models', 'ls', '--json'], asUser)
    expect({ code, document: JSON.parse(text) as unknown }).toEqual({
      code: 1,
      document: { error: { code: 'failed', message } },
    })
  })

  test('behind standard error does not change what the work ends with', async () => {
    const { asUser, listener } = await serveWorld()
    expect(await runFull('stderr', ['chat', '[[len:3]]'], asUser)).toEqual({ code: 0, text: 'Lorem ipsum dolor\n' })
    await listener.close()
    expect(await runFull('stderr', ['health'], asUser)).toEqual({ code: 3, text: '' })
  })
})
