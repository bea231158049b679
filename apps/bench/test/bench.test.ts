import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../dist/bench.js', import.meta.url))
const run = promisify(execFile)

test('a short run measures the floors and ours, which all read the same text, in every row', async () => {
  const { stdout, stderr } = await run(process.execPath, [program, '--quick', '--without-peers', '--rounds', '1'])
  expect(stderr).toBe('')
  for (const title of [
    'CPU per streamed chunk, writes of 16 KiB',
    'CPU per streamed chunk, one event per write',
    'CPU per small call, one after another',
    'CPU per small call, 64 at the same time',
    'Time to the first text of a stream',
  ]) {
    const [, table] = stdout.split(`${title}, compared with the `)
    for (const name of ['fetch floor', 'ky floor', '@tabby/core']) {
      expect(table).toMatch(new RegExp(`${name} +\\d+\\.\\d µs  x \\d+\\.\\d\\d  \\(\\d+\\.\\d\\d to \\d+\\.\\d\\d\\)`))
    }
  }
})
