import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { serveFolder } from './serve-folder.js'

/** Builds the page as it is published, into a folder of this run alone, and serves it below a path. */
// oxlint-disable-next-line import/no-default-export -- Playwright takes a global setup as the default of its file
export default async function buildAndServe(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-playground-'))
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  await build({ root, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } })
  const server = await serveFolder(folder, '/some/folder/')
  process.env.PLAYGROUND_URL = server.url
  process.env.PLAYGROUND_FOLDER = folder
  return async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}
