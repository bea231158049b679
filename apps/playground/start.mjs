// What `npm run playground` runs: builds the page and serves it on this machine, and opens it where there is a screen.
// `--port 5001` asks for a port; without one it is 4173, or the next that is free.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installMissing } from '../../.ci/build/prepare.mjs'

installMissing()
const { build, preview } = await import('vite')

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } })
const root = dirname(fileURLToPath(import.meta.url))
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)

await build({ root, logLevel: 'warn' })
const server = await preview({
  root,
  logLevel: 'warn',
  preview: { port: Number(values.port), open: hasScreen && process.stdout.isTTY },
})
const [url] = server.resolvedUrls.local
console.log(`The playground is at ${url}`)
console.log('It begins with the emulator inside the page; Connection leads to your server. Ctrl-C ends it.')
