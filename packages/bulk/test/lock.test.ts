import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFileStore } from '../src/node/index.js'

let folder: string
let count = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bulk-lock-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))
const newPath = () => join(folder, `results-${count++}.jsonl`)

describe('the lock', () => {
  test('keeps a second store out, in this process too, until the first is closed', async () => {
    const path = newPath()
    const store = await createFileStore(path)
    await symlink(path, `${path}.link`)
    const inUse = `${path} is in use by process ${process.pid}`
    await expect(createFileStore(path)).rejects.toThrow(inUse)
    await expect(createFileStore(`${path}.link`)).rejects.toThrow(inUse)
    await store.close()
    await (await createFileStore(path)).close()
  })

  test('of a process that is gone is taken over, also if another process has its pid', async () => {
    const path = newPath()
    const child = spawn(process.execPath, ['--version'])
    await new Promise((resolve) => child.on('close', resolve))
    for (const holder of [
      { pid: child.pid, started: '1', host: hostname() },
      { pid: process.pid, started: '1', host: hostname() },
      'nothing that was written whole',
    ]) {
      await writeFile(`${path}.lock`, JSON.stringify(holder))
      const store = await createFileStore(path)
      expect(JSON.parse(await readFile(`${path}.lock`, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() })
      await store.close()
    }
    expect((await readdir(folder)).filter((name) => name.includes(`${path.split('/').at(-1)}.`))).toEqual([])
  })

  test('of another machine is never taken over: nobody can see whether its process lives', async () => {
    const path = newPath()
    await writeFile(`${path}.lock`, JSON.stringify({ pid: 1, started: null, host: 'elsewhere' }))
    await expect(createFileStore(path)).rejects.toThrow(
      `${path} is in use by process 1 on elsewhere; if it is gone, remove ${path}.lock`,
    )
  })

  test('that is dead is taken over by one of many', async () => {
    const path = newPath()
    await writeFile(`${path}.lock`, JSON.stringify({ pid: process.pid, started: '1', host: hostname() }))
    const opened = await Promise.allSettled(Array.from({ length: 20 }, () => createFileStore(path)))
    const stores = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(stores).toHaveLength(1)
    await stores[0]!.close()
  })

  test('that somebody else has taken meanwhile is left to them', async () => {
    const path = newPath()
    const store = await createFileStore(path)
    await writeFile(`${path}.lock`, 'of somebody else')
    await store.close()
    expect(await readFile(`${path}.lock`, 'utf8')).toBe('of somebody else')
  })
})
