import { createDemoWorld } from '@tabby/emulator'
import { ask, findAnswers, openPanel, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'
import { serveMcp } from './serve-mcp.js'

const names = ['echo', 'refuse', 'wait']
const conversation = [
  { when: '/Echo: |is shut|MCP server/', answer: 'I see.' },
  ...names.map((name) => ({
    when: `use ${name}`,
    answer: { toolCalls: [{ name: `127_0_0_1__${name}`, arguments: { message: 'fjord' } }] },
  })),
]

test('tools of an MCP server are listed, switched on, asked for, run and stopped, and failures are told', async ({
  openView,
  startEmulator,
}) => {
  test.setTimeout(120_000)
  const { url, emulator } = await startEmulator({ world: { ...createDemoWorld(), conversation } })
  const mcp = await serveMcp('the-mcp-token')
  try {
    const page = await openView('chat', { server: url })
    const server = page.getByRole('region', { name: '127_0_0_1', exact: true })
    await openPanel(page, 'Settings')
    await page.getByRole('button', { name: 'Add a server' }).click()
    await page.getByLabel('Address').fill('ftp://nowhere')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByText('This is not an http or https address')).toBeVisible()
    await page.getByLabel('Address').fill(mcp.url)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(server.getByRole('alert')).toContainText('The MCP server rejected the token')
    await server.getByRole('button', { name: 'Remove 127_0_0_1' }).click()
    await page.getByRole('button', { name: 'Add a server' }).click()
    await page.getByLabel('Address').fill(mcp.url)
    await page.getByLabel('Token', { exact: true }).fill('the-mcp-token')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(server).toContainText('3 tools')
    await expect(server).toContainText('Says the message again')
    for (const name of names) await server.getByLabel(name, { exact: true }).check()
    await server.getByLabel('wait', { exact: true }).scrollIntoViewIfNeeded()
    await saveScreenshot(page, 'mcp-tools')
    await expectNoAxeViolations(page)
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('the-mcp-token')
    // The rest is the same at every width.
    if (test.info().project.name !== 'desktop') return

    await ask(page, 'use echo')
    const call = (name: string) => page.getByRole('region', { name: `Tool call: 127_0_0_1__${name}` })
    await call('echo').getByRole('button', { name: 'Deny' }).waitFor()
    expect(mcp.calls).toEqual([])
    await call('echo').getByRole('button', { name: 'Allow', exact: true }).click()
    await expect(call('echo')).toContainText('Echo: fjord')
    await waitForEnd(page)
    expect(findChatCall(emulator)!.body).toContain('Echo: fjord')
    await ask(page, 'use refuse')
    await call('refuse').getByRole('button', { name: 'Allow', exact: true }).click()
    await expect(call('refuse')).toContainText('the library is shut')
    await waitForEnd(page)
    await ask(page, 'use wait')
    await call('wait').getByRole('button', { name: 'Allow', exact: true }).click()
    await expect.poll(() => mcp.calls).toEqual(['echo', 'refuse', 'wait'])
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(findAnswers(page).last()).toContainText('You stopped this reply.')
    await expect.poll(() => mcp.calls.at(-1)).toBe('cancelled')

    // After a reload it is connected to when a message is sent, and not before; a server that is gone is told.
    await page.reload()
    await ask(page, 'use echo')
    await call('echo').last().getByRole('button', { name: 'Allow', exact: true }).waitFor()
    await mcp.close()
    await call('echo').last().getByRole('button', { name: 'Allow', exact: true }).click()
    await expect(call('echo').last()).toContainText('Cannot reach the MCP server')
    await waitForEnd(page)
    await ask(page, 'use echo')
    await expect(findAnswers(page).last().getByRole('alert')).toContainText('127_0_0_1 cannot be used')
    await openPanel(page, 'Settings')
    await expect(server).toContainText('not connected')
    await expect(server.getByRole('alert')).toContainText('Cannot reach the MCP server')
    await server.getByRole('alert').scrollIntoViewIfNeeded()
    // What is switched on can be switched off without the server.
    for (const name of names) await server.getByLabel(name, { exact: true }).click()
    await page.getByRole('button', { name: 'Try again' }).click()
    await waitForEnd(page)
    await expect(findAnswers(page).last().getByRole('alert')).toBeHidden()
  } finally {
    await mcp.close().catch(() => undefined)
  }
})
