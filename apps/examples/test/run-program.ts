import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { vi } from 'vitest'

const documentedUrl = 'http://127.0.0.1:5000'
const runFolder = fileURLToPath(new URL('../.generated/run/', import.meta.url))

/**
 * Runs one file against an emulator of its own over a real socket, and resolves with what it wrote to standard output.
 * A file that reads `TABBY_BASE_URL` finds the address there; in others the documented address is replaced in a copy.
 */
export async function runProgram(path: string): Promise<string> {
  const server = await listen(createEmulator())
  vi.stubEnv('TABBY_BASE_URL', server.url)
  let written = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk)
    return true
  })
  try {
    await import(pathToFileURL(await pointAtServer(path, server.url)).href)
    return written
  } finally {
    write.mockRestore()
    vi.unstubAllEnvs()
    await server.close()
  }
}

async function pointAtServer(path: string, url: string): Promise<string> {
  const source = await readFile(path, 'utf8')
  if (source.includes('TABBY_BASE_URL') || !source.includes(documentedUrl)) return path
  const copy = join(runFolder, basename(dirname(path)), basename(path))
  await mkdir(dirname(copy), { recursive: true })
  await writeFile(copy, source.replaceAll(documentedUrl, url.replace(/\/$/, '')))
  return copy
}
