import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installTools } from './install-tools.mjs'
import { runCommand } from './run-command.mjs'

/** Next.js and what it renders with. */
export const nextVersions = { next: '16.4.6', react: '19.2.1', 'react-dom': '19.2.1' }

const layout = 'export default function Layout({ children }) {\n  return <html><body>{children}</body></html>\n}\n'
const page = `'use client'
import '../app.mjs'
export default function Page() {
  return 'one call'
}
`
const settings = `export default { productionBrowserSourceMaps: true, outputFileTracingRoot: '/' }\n`

/** Installs Next.js once, links it into the modules of a folder, and returns the path of its program. */
export function linkNext(folder) {
  const modules = installTools('next', { dependencies: nextVersions })
  for (const name of Object.keys(nextVersions)) {
    const link = join(folder, 'node_modules', name)
    rmSync(link, { recursive: true, force: true })
    symlinkSync(join(modules, name), link)
  }
  return join(modules, 'next', 'dist', 'bin', 'next')
}

/** Builds the entry as the only page of an app of Next.js, and lists the modules that its browser code was made of. */
export async function bundleWithNext(entry, folder) {
  const app = join(folder, 'next')
  mkdirSync(join(app, 'app'), { recursive: true })
  // What is kept between two builds makes the next one faster; the code of the last page has to go.
  rmSync(join(app, '.next', 'static'), { recursive: true, force: true })
  const program = linkNext(folder)
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(app, 'next.config.mjs'), settings)
  writeFileSync(join(app, 'app.mjs'), readFileSync(entry))
  writeFileSync(join(app, 'app', 'layout.jsx'), layout)
  writeFileSync(join(app, 'app', 'page.jsx'), page)
  const parts = [program, 'build', '--experimental-build-mode', 'compile']
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const { code, output } = await runCommand(process.execPath, parts, { cwd: app, env })
  if (code !== 0) throw new Error(`next build ended with ${code} in ${dirname(entry)}\n${output}`)
  const built = join(app, '.next', 'static')
  const maps = readdirSync(built, { recursive: true }).filter((name) => name.endsWith('.map'))
  return maps.flatMap((name) => JSON.parse(readFileSync(join(built, name), 'utf8')).sources)
}
