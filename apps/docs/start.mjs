// What `npm run docs` runs: builds the site and serves it on this machine. `--port 5002` asks for a port.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installMissing } from '../../.ci/build/prepare.mjs'

const { values } = parseArgs({ options: { port: { type: 'string', default: '4174' } } })
const root = dirname(fileURLToPath(import.meta.url))

installMissing()
// The settings of the site read what this writes.
await import('./generate/generate.mjs')
const { build, serve } = await import('vitepress')
await build(root)
// It says where it serves.
await serve({ root, port: Number(values.port) })
