import type { Locator, Page } from '@playwright/test'

/** Mark that makes the emulator say exactly this. */
export const say = (text: string): string => `[[say64:${Buffer.from(text).toString('base64')}]]`

/** Types a message and sends it by Enter. */
export async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text)
  await page.getByLabel('Message', { exact: true }).press('Enter')
}

/** The answers that are shown. */
export const findAnswers = (page: Page): Locator => page.getByRole('article', { name: /^Reply/ })

/** Waits until the last answer has ended, well or not. */
export async function waitForEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send' }).waitFor()
}

/** Opens a panel where it is not open yet: on a phone both are closed. */
export async function openPanel(page: Page, name: 'Conversations' | 'Settings'): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
}

/** Closes the panels that lie over the conversation on a phone. */
export async function closePanels(page: Page): Promise<void> {
  if ((page.viewportSize()?.width ?? 0) < 1024) await page.keyboard.press('Escape')
}
