import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import config from '../tsup.config.js'

/** The program, as the tests run it. */
export const programPath = fileURLToPath(new URL('../.generated/tabby.mjs', import.meta.url))

/** Tools as a person would have them: a module of its own, made with our package. */
export const toolsPath = fileURLToPath(new URL('../.generated/tools.mjs', import.meta.url))

/** An MCP server with tools for tests. */
export const mcpServerPath = fileURLToPath(new URL('../.generated/mcp-server.mjs', import.meta.url))

/** Bundles the program as the build does it, with every library inside. */
export async function setup(): Promise<void> {
  const { banner } = config as { banner: { js: string } }
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
    mainFields: ['module', 'main'],
    banner,
    logLevel: 'warning',
  })
}
