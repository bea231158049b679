import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const script = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What runs in the page: axe puts itself there under this name. */
type AxeWindow = { axe: { run: (options: RunOptions) => Promise<AxeResults> } }

/** Fails when axe finds anything at all in the page as it is, in the light theme and in the dark one. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  // Through the debugger, which the page's own content policy does not bind.
  await page.evaluate(await script)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Nothing but the colours changes with the theme.
    const rules: RunOptions = colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}
    const found = await page.evaluate(async (options) => {
      // The styles of the other theme come with the next frame: until then axe would see those of this one.
      for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
      const { axe } = globalThis as unknown as AxeWindow
      const { violations } = await axe.run({ ...options, resultTypes: ['violations'] })
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary ?? ''}`),
      )
    }, rules)
    expect(found, `what axe finds in the ${colorScheme} theme`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null })
}
