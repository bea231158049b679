import { expect, test } from 'vitest'
import type { Completion } from './index.js'
import { toCompletionText } from './to-completion-text.js'

const complete = (...texts: string[]): Completion => ({
  id: 'cmpl-1',
  object: 'text_completion',
  created: 0,
  model: 'a-model',
  choices: texts.map((text, index) => ({ index, finish_reason: 'stop', text })),
})

test('the text is that of the first choice, and empty when there is none', () => {
  expect(toCompletionText(complete(' there was', ' lived'))).toBe(' there was')
  expect(toCompletionText(complete())).toBe('')
})
