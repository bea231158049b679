import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { isTabbyError } from './is-tabby-error.js'
import { TabbyToolRunError } from './tabby-tool-run-error.js'

const transcript = [{ role: 'user', content: 'A question' }]
const call = { id: 'a', function: { name: 'work', arguments: '{"path":"A path"}' } }

describe('the error of a run of tools', () => {
  test.each([
    ['step-limit', 'tool_step_limit'],
    ['malformed-call', 'tool_call_malformed'],
    ['unread-call', 'tool_call_malformed'],
    ['tool-error', 'tool_failed'],
  ] as const)('the reason %s has the code %s', (reason, code) => {
    const error = new TabbyToolRunError('The run ended', { reason, transcript })
    expect(error).toMatchObject({ name: 'TabbyToolRunError', message: 'The run ended', code, reason })
    expect(isTabbyError(error)).toBe(true)
    expect(error.transcript).toBe(transcript)
  })

  test('what it holds of the conversation is not printed with it', () => {
    const error = new TabbyToolRunError('The run ended', { reason: 'unread-call', transcript, text: 'A text', call })
    expect([error.text, error.call]).toEqual(['A text', call])
    for (const printed of [inspect(error), JSON.stringify(error), String(error)]) {
      expect(printed).not.toMatch(/A (?:question|text|path)/)
    }
    expect(Object.keys(error).sort()).toEqual(['code', 'name', 'reason'])
  })

  test('the cause is what was thrown, also when that is undefined', () => {
    const cause = new RangeError('mine')
    expect(new TabbyToolRunError('It threw', { reason: 'tool-error', transcript, cause }).cause).toBe(cause)
    expect('cause' in new TabbyToolRunError('It threw', { reason: 'tool-error', transcript, cause: undefined })).toBe(
      true,
    )
    expect('cause' in new TabbyToolRunError('It threw', { reason: 'step-limit', transcript })).toBe(false)
  })
})
