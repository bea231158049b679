import { defineConfig } from 'tsup'
import { listLicences } from '../../.ci/build/list-licences.js'

/**
 * The program and its guard of MCP servers with every library in them, so that `npx @tabby/cli` installs this package
 * alone. Our own packages are read as source: `npm start` on a fresh clone then waits seconds for this build instead of a
 * minute for the declarations of every package, which nobody reads there.
 */
export default defineConfig({
  entry: { tabby: 'src/tabby.ts', 'guard-server': 'src/mcp/guard-server.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  clean: true,
  noExternal: [/.*/],
  esbuildPlugins: [listLicences],
  // Libraries in CommonJS require Node's own modules.
  banner: {
    js: "import { createRequire as createTabbyRequire } from 'node:module'\nconst require = createTabbyRequire(import.meta.url)",
  },
  esbuildOptions(options) {
    options.conditions = ['@tabby/source']
    options.mainFields = ['module', 'main']
  },
})
