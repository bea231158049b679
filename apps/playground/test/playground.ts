import { type Page, test as base } from '@playwright/test'
import { createEmulator, type Emulator, type EmulatorOptions } from '@tabby/emulator'
import { listen, type Listener } from '@tabby/emulator/node'
import type { Route } from '../src/shell/routes.js'

/** An emulator behind a socket of its own: another origin than the page. */
export interface EmulatorServer {
  /** Its address. */
  url: string
  /** To look at its journal and to make things go wrong. */
  emulator: Emulator
  /** Stops it, as a server that is stopped: streams are cut off. */
  close: () => Promise<void>
}

/** Whom the page talks to when it is opened. */
export interface OpenOptions {
  /** Address of a server; without it the page uses the emulator inside itself. */
  server?: string
  apiKey?: string
  adminKey?: string
  /** Whose key the page has for the emulator inside itself; default `admin`. */
  emulatorKey?: 'admin' | 'api'
}

interface Fixtures {
  /** Starts an emulator over HTTP; it is stopped after the test. */
  startEmulator: (options?: EmulatorOptions) => Promise<EmulatorServer>
  /** Opens a view, connected as told. */
  openView: (view: Route, options?: OpenOptions) => Promise<Page>
  /** What the page wrote into the console as an error or threw; a test fails when it is not empty at its end. */
  pageErrors: string[]
}

/** `test` of Playwright with what a test of the playground needs. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the names of fixtures from this very pattern
  startEmulator: async ({}, provide) => {
    const listeners: Listener[] = []
    await provide(async (options = {}) => {
      const emulator = createEmulator({ journal: 200, ...options })
      const listener = await listen(emulator)
      listeners.push(listener)
      return { url: listener.url, emulator, close: () => listener.close() }
    })
    await Promise.all(listeners.map((listener) => listener.close()))
  },
  pageErrors: [
    async ({ page }, provide) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      await provide(errors)
      if (errors.length > 0) throw new Error(`the page threw: ${errors.join('\n')}`)
    },
    { auto: true },
  ],
  openView: async ({ page }, provide) => {
    await provide(async (view, { server, apiKey = '', adminKey = '', emulatorKey = 'admin' } = {}) => {
      const target = server === undefined ? 'emulator' : 'server'
      const settings = JSON.stringify({ target, baseUrl: server, apiKey, adminKey, emulatorKey })
      // Once: a reload finds what the page itself has kept.
      await page.addInitScript((kept) => {
        // Frames have no storage.
        if (window === window.top && !sessionStorage.getItem('tabby-connection'))
          sessionStorage.setItem('tabby-connection', kept)
      }, settings)
      await page.goto(`${process.env.PLAYGROUND_URL}#/${view}`)
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
      return page
    })
  },
})

export { expect } from '@playwright/test'
