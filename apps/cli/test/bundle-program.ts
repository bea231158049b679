import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

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
    // Some of the libraries are CommonJS and ask for modules of Node at run time.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    logLevel: 'warning',
  })
}
