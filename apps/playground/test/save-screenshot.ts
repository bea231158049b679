import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Page, test } from '@playwright/test'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'artifacts', 'screenshots')

/** Keeps what the page looks like, as an artefact of the run: `chat-desktop-light.png`, and the same in dark. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(folder, `${name}-${test.info().project.name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
