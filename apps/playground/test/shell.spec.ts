import type { Page } from '@playwright/test'
import { routes } from '../src/shell/routes.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expect, test } from './playground.js'

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)

for (const view of routes) {
  test(`the view ${view} is accessible in both themes, fits its width and breaks no content policy`, async ({
    openView,
    page,
  }) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await openView(view)
    await expect(page.getByRole('banner')).toContainText('demo-8b-exl3')
    await expectNoAxeViolations(page)
    const { needed, given } = await page.evaluate(() => ({
      needed: document.documentElement.scrollWidth,
      given: document.documentElement.clientWidth,
    }))
    expect(needed).toBeLessThanOrEqual(given)
    // A browser asks for a picture of the page by itself; there is one.
    expect(complaints).toEqual([])
  })
}

test('every view is reached by the keyboard alone', async ({ openView, page }) => {
  await openView('connection')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  for (const name of ['Models', 'Embeddings', 'Chat']) {
    const link = page.getByRole('navigation').getByRole('link', { name })
    for (let step = 0; step < 30 && !(await link.evaluate((element) => element === document.activeElement)); step++) {
      await page.keyboard.press(name === 'Chat' ? 'Shift+Tab' : 'Tab')
    }
    await page.keyboard.press('Enter')
    await expect(link).toHaveAttribute('aria-current', 'page')
  }
})

test('the skip link leads past the navigation', async ({ openView, page }) => {
  await openView('connection')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  // It is no view of its own.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connection')
})

test('back and forward go through the views', { tag: '@any-width' }, async ({ openView, page }) => {
  await openView('connection')
  await page.getByRole('navigation').getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Models')
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connection')
})

test(
  'the theme follows the system until one is chosen, and the choice is kept',
  { tag: '@any-width' },
  async ({ openView, page }) => {
    await openView('connection')
    const light = await background(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await background(page)
    expect(dark).not.toBe(light)
    await page.getByRole('button', { name: 'Theme: system' }).click()
    await expect.poll(() => background(page)).toBe(light)
    await page.reload()
    await expect(page.getByRole('button', { name: 'Theme: light' })).toBeVisible()
    expect(await background(page)).toBe(light)
  },
)

test(
  'that an emulator answers is said plainly, until it is put away',
  { tag: '@any-width' },
  async ({ openView, page }) => {
    await openView('models')
    const note = page.getByRole('complementary', { name: 'About the emulator' })
    await expect(note).toContainText('scripted replies')
    await note.getByRole('button', { name: 'Close this note' }).click()
    await expect(note).toBeHidden()
    await expect(page.getByRole('main')).toBeFocused()
    await page.reload()
    await expect(page.getByRole('banner')).toContainText('demo-8b-exl3')
    await expect(note).toBeHidden()
  },
)

test(
  'the content policy stops scripts and pictures, should any get into the page',
  { tag: '@any-width' },
  async ({ openView, page }) => {
    await openView('connection')
    const { stopped, hasRun } = await page.evaluate(async () => {
      const directives: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'globalThis.hasRun = true'
      const picture = document.createElement('img')
      picture.src = 'http://127.0.0.1:9/picture.png'
      document.body.append(script, picture)
      while (directives.length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
      return { stopped: directives.sort(), hasRun: 'hasRun' in globalThis }
    })
    expect(stopped).toEqual(['img-src', 'script-src-elem'])
    expect(hasRun).toBe(false)
  },
)
