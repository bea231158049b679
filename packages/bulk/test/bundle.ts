import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles a module of this package for a program of its own, because Node 20 reads no TypeScript. */
export async function bundle(source: URL, name: string): Promise<string> {
  const outfile = fileURLToPath(new URL(`../.generated/${name}.mjs`, import.meta.url))
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@tabby/source'],
    external: ['bullmq', 'ioredis'],
    logLevel: 'silent',
  })
  return outfile
}
