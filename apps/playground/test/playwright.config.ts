import { defineConfig } from '@playwright/test'

const phones = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

/** The built page on one origin, an emulator for each test on another, and the Chromium of the machine. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../artifacts/results',
  globalSetup: './build-and-serve.ts',
  reporter: [['list'], ['./count-reporter.ts']],
  timeout: 60_000,
  expect: { timeout: 8000 },
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI ? 2 : 0,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.PLAYGROUND_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    colorScheme: 'light',
    trace: 'off',
    // It would answer in the place of what a test serves.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } }, testIgnore: '*-phone.spec.ts' },
    // The command is the same on every screen, and so is all that is called so.
    { name: 'phone', use: phones, testIgnore: ['start.spec.ts', '*-desktop.spec.ts'], grepInvert: /@any-width/ },
  ],
})
