// What `npm start` runs: installs and builds the program, silently unless that fails, and becomes it.
import { fileURLToPath } from 'node:url'
import { buildProgram } from '../../.ci/build/prepare.mjs'

buildProgram('@tabby/cli')
process.argv = [
  process.argv[0],
  fileURLToPath(new URL('dist/tabby.js', import.meta.url)),
  'start',
  ...process.argv.slice(2),
]
await import('./dist/tabby.js')
