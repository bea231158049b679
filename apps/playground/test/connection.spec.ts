import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

test('a server of another origin is asked what it is, and the header says which model it has', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('connection', { server: url })
  await expect(page.getByRole('banner')).toContainText('demo-8b-exl3')
  await expectNoAxeViolations(page)
  await saveScreenshot(page, 'connection')
})
