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
    // The styles of a theme come some frames after the switch: until then axe would see those of the other one.
    await expect.poll(() => readBrightness(page)).toBe(colorScheme)
    // Nothing but the colours changes with the theme.
    const rules: RunOptions = colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}
    const found = await page.evaluate(async (options) => {
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

/** What the page looks like at the moment, whatever it was told. */
function readBrightness(page: Page): Promise<'light' | 'dark'> {
  return page.evaluate(() => {
    const [red = 0] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g)?.map(Number) ?? []
    return red > 127 ? 'light' : 'dark'
  })
}
