import { defineConfig } from 'tsup'
import { listLicences } from '../../.ci/build/list-licences.js'

/** One file with every library in it: `npx @tabby/gateway` installs this package alone. */
export default defineConfig({
  entry: ['src/tabby-gateway.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node20',
  clean: true,
  splitting: false,
  noExternal: [/.*/],
  esbuildPlugins: [listLicences],
  // Libraries in CommonJS require Node's own modules.
  banner: { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" },
  esbuildOptions(options) {
    options.conditions = ['@tabby/source']
    options.mainFields = ['module', 'main']
  },
})
