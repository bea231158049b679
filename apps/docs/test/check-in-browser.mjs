import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { serveSite } from './serve-site.mjs'

const viewports = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } }

/** Opens a page of its own window, and collects what a visitor's console and network would show as wrong. */
async function openPage(browser, site, path, options = {}) {
  const context = await browser.newContext({ viewport: viewports.desktop, colorScheme: 'light', ...options })
  const page = await context.newPage()
  const problems = []
  const requests = []
  page.on('pageerror', (error) => problems.push(`${error}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('request', (request) => {
    requests.push(request)
    if (!request.url().startsWith(site.url) && !request.url().startsWith('data:'))
      problems.push(`asks ${request.url()}`)
  })
  await page.goto(new URL(path, site.url).href, { waitUntil: 'networkidle' })
  return { page, problems, requests, close: () => context.close() }
}

/** Sends what is suggested first and waits for the end of the reply; then stops another one half-way. */
async function tryChat(page) {
  const chat = page.locator('.live-chat')
  await chat.getByRole('button', { name: 'What is running here?' }).click()
  await page.getByText('no model and no network involved').waitFor()
  const send = chat.getByRole('button', { name: 'Send' })
  await send.waitFor()
  await chat.getByLabel('Message', { exact: true }).fill('How do I stop a reply?')
  await send.click()
  await chat.getByText('Leave the loop').waitFor()
  await chat.getByRole('button', { name: 'Stop', exact: true }).click()
  await send.waitFor()
  const last = await chat.locator('.live-chat-assistant').last().textContent()
  const alerts = await chat.getByRole('alert').count()
  return [
    ...(last.includes('most people read') ? ['Stop did not stop the reply'] : []),
    ...(alerts > 0 ? ['Stop shows an error'] : []),
  ]
}

async function trySearch(page) {
  await page.getByRole('button', { name: 'Search' }).first().click()
  await page.locator('#localsearch-input').fill('acquireLoras')
  await page.locator('.VPLocalSearchBox .result').first().waitFor()
  const titles = await page.locator('.VPLocalSearchBox .result').allTextContents()
  await page.keyboard.press('Enter')
  await page.waitForURL(/lora/)
  return titles.some((title) => /lora/i.test(title)) ? [] : [`found ${titles.join(' | ')}`]
}

/** Bytes and requests of a first visit, and when its largest part was shown. */
async function measureVisit(browser, site, path) {
  const { page, requests, close } = await openPage(browser, site, path)
  const paint = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        })
      }),
  )
  // What is in view is fetched ahead when the page is idle; a visit is what the page needs itself.
  const own = requests.filter(
    (request) => request.headers().purpose !== 'prefetch' && request.resourceType() !== 'other',
  )
  const sizes = await Promise.all(
    own.map((request) => request.sizes().then(({ responseBodySize }) => responseBodySize)),
  )
  const bytes = sizes.reduce((total, size) => total + size, 0)
  await close()
  return { kilobytes: bytes / 1000, requests: own.length, paint }
}

const isWide = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

/** What a visitor meets: pages in both themes and widths, the chat, the search, a wrong address. Saves screenshots. */
export async function checkInBrowser(report, { executablePath, folder, base, screenshots, budgets }) {
  mkdirSync(screenshots, { recursive: true })
  const site = await serveSite(folder, base)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    for (const [path, budget] of Object.entries(budgets)) {
      const { kilobytes, requests, paint } = await measureVisit(browser, site, path)
      const title = `first visit of ${path || 'the first page'}`
      console.log(
        `  ${title}: ${kilobytes.toFixed(1)} kB of ${budget} kB, ${requests} requests, LCP ${paint.toFixed(0)} ms`,
      )
      report.expectNone(`${title} is at most ${budget} kB`, kilobytes > budget ? [`${kilobytes.toFixed(1)} kB`] : [])
    }
    for (const colorScheme of ['light', 'dark']) {
      for (const [width, viewport] of Object.entries(viewports)) {
        const first = await openPage(browser, site, '', { colorScheme, viewport })
        for (const path of ['', 'guides/getting-started', 'packages/chat', 'api/lora', 'runtimes', 'no-such-page']) {
          if (path) await first.page.goto(new URL(path, site.url).href, { waitUntil: 'load' })
          const name = `${(path || 'landing').replaceAll('/', '-')}-${width}-${colorScheme}.png`
          await first.page.screenshot({ path: join(screenshots, name) })
          const dark = await first.page.evaluate(() => document.documentElement.classList.contains('dark'))
          report.expectNone(`${path || 'landing'}, ${width}, ${colorScheme}`, [
            ...(dark === (colorScheme === 'dark') ? [] : ['has the other theme']),
            ...((await isWide(first.page)) ? ['scrolls sideways'] : []),
          ])
        }
        const wrong = first.problems.filter((problem) => !/status of 404/.test(problem))
        report.expectNone(`no errors and no other origin, ${width}, ${colorScheme}`, wrong)
        await first.close()
      }
    }
    const visit = await openPage(browser, site, '')
    report.expectNone('the chat of the first page answers and stops', await tryChat(visit.page))
    await visit.page.screenshot({ path: join(screenshots, 'landing-chat.png') })
    report.expectNone('the search finds a function', await trySearch(visit.page))
    report.expectNone('chat and search work under the content policy', visit.problems)
    const edit = await visit.page.locator('.edit-link-button').getAttribute('href')
    report.expectNone(
      'a page of a package is edited in its source',
      /\/edit\/main\/packages\/lora\/\S+$/.test(edit) ? [] : [edit],
    )
    const response = await visit.page.goto(new URL('no-such-page', site.url).href)
    report.expectNone('a wrong address is a 404 with a way back', [
      ...(response.status() === 404 ? [] : [`${response.status()}`]),
      ...((await visit.page.getByRole('link', { name: 'Go to the home page' }).count()) > 0
        ? []
        : ['has no link home']),
    ])
    await visit.close()
  } finally {
    await browser.close()
    site.close()
  }
}
