import { createServer } from 'node:http'
import { createRequire } from 'node:module'

/** Runs a bundle of the suite in a page of Chromium, whose origin is not that of the server. */
export async function runInChromium({ runtimes, browser: executablePath, bundle, settings }) {
  const { chromium } = createRequire(`${runtimes}/`)('playwright-core')
  const page = '<!doctype html><script type="module" src="/smoke.js"></script>'
  const host = createServer((request, response) => {
    if (request.url.endsWith('/health')) {
      // For the case that calls the page's own origin.
      response.writeHead(200, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ origin: `http://${request.headers.host}` }))
    }
    const isScript = request.url === '/smoke.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
    response.end(isScript ? bundle : page)
  })
  await new Promise((resolve) => host.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({
    executablePath,
    args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking'
      .concat(' --disable-component-update --disable-sync --js-flags=--expose-gc')
      .split(' '),
  })
  try {
    const tab = await browser.newPage()
    await tab.goto(`http://127.0.0.1:${host.address().port}/`)
    await tab.waitForFunction(() => 'runSmoke' in globalThis)
    return await tab.evaluate((given) => globalThis.runSmoke(given), { ...settings, isBrowser: true })
  } finally {
    await browser.close()
    host.closeAllConnections()
    host.close()
  }
}
