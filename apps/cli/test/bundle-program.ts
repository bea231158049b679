import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import manifest from '../package.json' with { type: 'json' }

/** The program, as the tests run it. */
export const programPath = fileURLToPath(new URL('../.generated/tabby.mjs', import.meta.url))

/** Tools as a person would have them: a module of its own, made with our package. */
export const toolsPath = fileURLToPath(new URL('../.generated/tools.mjs', import.meta.url))

/** An MCP server with tools for tests. */
export const mcpServerPath = fileURLToPath(new URL('../.generated/mcp-server.mjs', import.meta.url))

/** Bundles our own source; libraries stay where they are installed. */
export async function setup(): Promise<void> {
  const toPath = (source: string) => fileURLToPath(new URL(source, import.meta.url))
  await build({
    entryPoints: {
      tabby: toPath('../src/tabby.ts'),
      'guard-server': toPath('../src/mcp/guard-server.ts'),
      tools: toPath('fixtures/tools.ts'),
      'mcp-server': toPath('fixtures/mcp-server.ts'),
    },
    outdir: dirname(programPath),
    outExtension: { '.js': '.mjs' },
    // As in the build: what is imported late is not loaded before.
    splitting: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@tabby/source'],
    // As in the build: bundled, a name that Node does not find in a CommonJS library would be found here alone.
    external: Object.keys(manifest.dependencies),
    logLevel: 'warning',
  })
}
