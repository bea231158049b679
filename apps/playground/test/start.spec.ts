import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

test('one command builds the page, serves it on this machine and tells its address', async ({ page }) => {
  const cwd = dirname(dirname(fileURLToPath(import.meta.url)))
  const { NODE_OPTIONS: _conditions, ...environment } = process.env
  const command = spawn(process.execPath, ['start.mjs', '--port', '0'], { cwd, env: environment })
  try {
    let printed = ''
    command.stdout.on('data', (data) => (printed += data))
    command.stderr.on('data', (data) => (printed += data))
    await expect.poll(() => printed, { timeout: 45_000 }).toMatch(/The playground is at http:\/\/localhost:\d+\//)
    await page.goto(/http:\S+/.exec(printed)![0])
    await expect(page.getByRole('banner')).toContainText('Emulator')
  } finally {
    command.kill()
  }
})
