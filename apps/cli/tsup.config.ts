import { defineConfig } from 'tsup'

/**
 * The program and its guard of MCP servers, made from the source of our own packages: `npm start` on a fresh clone then waits a second for this build
 * instead of a minute for the declarations of every package, which nobody reads there.
 */
export default defineConfig({
  entry: { tabby: 'src/tabby.ts', 'guard-server': 'src/mcp/guard-server.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  clean: true,
  esbuildOptions(options) {
    options.conditions = ['@tabby/source']
  },
})
