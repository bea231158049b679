import { describe, expect, test } from 'vitest'
import { readDirectives } from './directives.js'

describe('readDirectives', () => {
  test('reads numbers, flags and texts', () => {
    const directives = readDirectives(
      'Hi [[len:3]] [[delay:0.05]] [[prefill:2]] [[tool:2]] [[pre]] [[loop]] [[inf]] [[say64:R3LDtsOfZQ==]]',
    )
    expect(directives).toMatchObject({
      length: 3,
      delaySeconds: 0.05,
      prefillSeconds: 2,
      toolCalls: 2,
      textBeforeTool: true,
      loop: true,
      impossible: true,
      say: 'Größe',
      noTool: false,
      present: true,
    })
  })

  test('finds none in an ordinary text', () => {
    expect(readDirectives('a [b] [[ c ]] d').present).toBe(false)
  })

  test('takes an empty say64 for an empty answer, and a broken one too', () => {
    expect(readDirectives('[[say64:]]').say).toBe('')
    expect(readDirectives('[[say64:!!!]]').say).toBe('')
  })
})
