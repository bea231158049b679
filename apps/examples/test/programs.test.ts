import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.js'

const source = new URL('../src/', import.meta.url)
// Every file directly in `src` is a program: it runs when it is imported. What programs have in common lies deeper.
const programs = existsSync(source) ? readdirSync(source).filter((name) => name.endsWith('.ts')) : []

describe('example programs', () => {
  it('are found', () => {
    expect(programs.length).toBeGreaterThan(0)
  })

  for (const name of programs) {
    it(`${name} says something and ends`, async () => {
      expect(await runProgram(fileURLToPath(new URL(name, source)))).not.toBe('')
    })
  }
})
