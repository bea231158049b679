import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.js'

interface Snippet {
  title: string
  file: string
  run: boolean
}

const generated = new URL('../.generated/', import.meta.url)
const snippets = JSON.parse(readFileSync(new URL('snippets.json', generated), 'utf8')) as Snippet[]

describe('snippets of READMEs and doc blocks', () => {
  it('are found', () => {
    expect(snippets.length).toBeGreaterThan(0)
  })

  for (const { title, file, run } of snippets) {
    if (!run) continue
    it(`${title} runs without an error`, async () => {
      await expect(runProgram(fileURLToPath(new URL(`snippets/${file}`, generated)))).resolves.toBeTypeOf('string')
    })
  }
})
