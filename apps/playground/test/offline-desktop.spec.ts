import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { serveFolder } from './serve-folder.js'

test.use({ serviceWorkers: 'allow' })

test('the page opens without a network once it was open, and offers a new version as a whole', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-offline-'))
  await cp(process.env.PLAYGROUND_FOLDER!, folder, { recursive: true })
  const server = await serveFolder(folder, '/here/')
  try {
    await page.goto(server.url)
    // The page waits some seconds before it keeps itself.
    await page.evaluate(() => navigator.serviceWorker.register('./service-worker.js'))
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
    const worker = join(folder, 'service-worker.js')
    await writeFile(
      worker,
      (await readFile(worker, 'utf8')).replace(/const version = '\w+'/, "const version = 'newer'"),
    )
    const index = join(folder, 'index.html')
    await writeFile(index, (await readFile(index, 'utf8')).replace('<title>', '<title>Newer '))
    await page.evaluate(() => navigator.serviceWorker.register('./service-worker.js').then((found) => found.update()))
    await page.reload()
    // Until the user agrees, the old version stays whole.
    await expect(page).toHaveTitle(/^TabbyAPI/)
    await expect(page.getByRole('complementary', { name: 'About a new version' })).toBeVisible({ timeout: 15_000 })
    await page.getByRole('button', { name: 'Reload' }).click()
    await expect(page).toHaveTitle(/^Newer/)
    await server.close()
    await page.reload()
    await expect(page.getByRole('banner')).toContainText('demo-8b-exl3')
    await page.getByRole('link', { name: 'Notebook' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Notebook')
  } finally {
    await server.close().catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  }
})
