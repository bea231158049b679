import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../failure/errors.js'

/** Lets the user change a text in an editor of their own, and returns what they saved. */
export async function editText(program: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-'))
  const path = join(folder, 'message.md')
  try {
    await writeFile(path, text, { mode: 0o600 })
    // The variable may hold flags, as `code --wait` does, so a shell reads it.
    const child = spawn(`${program} ${JSON.stringify(path)}`, { shell: true, stdio: 'inherit' })
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new UsageError(`the editor ended with ${code ?? 'a signal'}, so nothing was sent`)
    return await readFile(path, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
