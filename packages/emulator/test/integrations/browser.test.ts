import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { pathOf, useCommand } from '../command-process.js'

const command = useCommand()

async function findPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

// These two drive a real browser, so they need one: `apt-get install chromium`.
describe.skipIf(!existsSync('/usr/bin/chromium'))('in a browser', () => {
  test('the bundle serves a page that has no server at all', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `
          import { createEmulator } from './src/index.ts'
          const emulator = createEmulator()
          globalThis.answer = async (stream) => (await emulator.fetch('http://emulator/v1/chat/completions', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ stream, messages: [{ role: 'user', content: 'Hello' }] }),
          })).text()`,
        resolveDir: pathOf('.'),
      },
      bundle: true,
      platform: 'browser',
      write: false,
      minify: true,
    })
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
      const [plain, streamed] = (await page.evaluate('Promise.all([answer(false), answer(true)])')) as [string, string]
      expect(JSON.parse(plain)).toMatchObject({
        choices: [{ message: { content: 'Hello! How can I help you today?' } }],
      })
      expect(streamed).toMatch(/^data: \{[^]*\r\n\r\ndata: \[DONE\]\r\n\r\n$/)
    } finally {
      await browser.close()
    }
  }, 120_000)

  test('Playwright starts the command, drives a page against it and turns faults on', async () => {
    const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
    const env = {
      ...process.env,
      EMULATOR_COMMAND: `"${process.execPath}" "${command.file}"`,
      EMULATOR_PORT: String(await findPort()),
      EMULATOR_OUTPUT: join(command.folder, 'results'),
    }
    const folder = pathOf('test/integrations/playwright')
    const run = promisify(execFile)(process.execPath, [cli, 'test', '-c', folder], { env })
    // When it fails, what it printed is the error.
    const { stdout } = await run.catch((error: { stdout: string }) => error)
    expect(stdout).toContain('2 passed')
  }, 120_000)
})
