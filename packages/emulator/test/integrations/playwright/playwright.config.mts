import { defineConfig } from '@playwright/test'

const { EMULATOR_COMMAND = 'npx @tabby/emulator', EMULATOR_PORT = '5000' } = process.env
const url = `http://127.0.0.1:${EMULATOR_PORT}`

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  reporter: 'line',
  timeout: 60_000,
  expect: { timeout: 20_000 },
  outputDir: process.env['EMULATOR_OUTPUT'] ?? 'test-results',
  use: { baseURL: url, launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] } },
  webServer: {
    command: `${EMULATOR_COMMAND} --port ${EMULATOR_PORT} --control --tokens-per-second 200`,
    url: `${url}/health`,
  },
})
