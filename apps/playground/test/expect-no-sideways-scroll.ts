import { expect, type Page } from '@playwright/test'

/** Fails when the page, or the view in it, is wider than the screen; what scrolls within it on its own may be. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    ['html', '#main'].filter((selector) => {
      const element = document.querySelector(selector)
      return !element || element.scrollWidth > element.clientWidth
    }),
  )
  expect(wide, 'what is wider than the screen').toEqual([])
}
