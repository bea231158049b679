import { describe, expect, it } from 'vitest'
import { readMarks } from './read-marks.js'

describe('readMarks', () => {
  it('reads numbers, flags and texts', () => {
    const marks = readMarks(
      'Hi [[len:3]] [[delay:0.05]] [[prefill:2]] [[tool:2]] [[pre]] [[loop]] [[inf]] [[say64:R3LDtsOfZQ==]]',
    )
    expect(marks).toMatchObject({
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

  it('finds none in an ordinary text', () => {
    expect(readMarks('a [b] [[ c ]] d').present).toBe(false)
  })

  it('takes an empty say64 for an empty answer, and a broken one too', () => {
    expect(readMarks('[[say64:]]').say).toBe('')
    expect(readMarks('[[say64:!!!]]').say).toBe('')
  })
})
