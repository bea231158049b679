import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import manifest from '../package.json' with { type: 'json' }

/** The program, as the tests run it. */
export const programPath = fileURLToPath(new URL('../.generated/tabby.mjs', import.meta.url))

/** Tools as a person would have them: a module of its own, made with our package. */
export const toolsPath = fileURLToPath(new URL('../.generated/tools.mjs', import.meta.url))

/** Bundles our own source; libraries stay where they are installed. */
export async function setup(): Promise<void> {
  await bundle('../src/tabby.ts', programPath)
  await bundle('fixtures/tools.ts', toolsPath)
}

async function bundle(source: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL(source, import.meta.url))],
    outfile,
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
