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
  // Two small libraries that every command needs: Node finds them faster in one file.
  noExternal: ['commander', 'picocolors'],
  banner: {
    js: "import { createRequire as createTabbyRequire } from 'node:module'\nconst require = createTabbyRequire(import.meta.url)",
  },
  esbuildOptions(options) {
    options.conditions = ['@tabby/source']
  },
})
