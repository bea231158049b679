import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('bundles for a browser: the main entry needs nothing of Node', async () => {
  const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url))
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    minify: true,
  })
  expect(Object.keys(metafile.inputs).some((file) => file.includes('/src/node/'))).toBe(false)
  const text = outputFiles[0]?.text ?? ''
  expect(text).not.toMatch(/from\s*"(?:node:|fs|http|buffer)/)
  expect(text).not.toMatch(/\b(?:Buffer|process)\./)
})
