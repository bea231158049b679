import type { StandardIssue, StandardSchema } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import { ChatObjectError, type ChatObjectFailure } from './chat-object-error.js'

/** Reads the value of an answer and checks it. */
export async function readChatObject<Value>(
  answer: ChatCompletion,
  schema: StandardSchema | undefined,
): Promise<Value> {
  const { message, finish_reason, eos_reason } = answer.choices[0] ?? {}
  const text = message?.content ?? ''
  const fail = (reason: ChatObjectFailure, why: string, issues: readonly StandardIssue[] = []) => {
    const paths = issues.map(({ path = [] }) =>
      path.map((key) => String(typeof key === 'object' ? key.key : key)).join('.'),
    )
    const places = paths.length ? ` at ${paths}` : ''
    const error = new ChatObjectError('invalid_response', `The answer ${why}${places}`, { reason, paths })
    return Object.defineProperty(error, 'text', { value: text })
  }
  // Half a list may be JSON of the right shape by accident, so these come first.
  if (finish_reason === 'length') throw fail('cut', 'was cut off by its length')
  if (eos_reason === null) throw fail('interrupted', 'was interrupted')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw fail('no-json', 'is no JSON')
  }
  const result = await schema?.['~standard'].validate(value)
  if (result?.issues) throw fail('mismatch', 'does not fit the schema', result.issues)
  return (result ? result.value : value) as Value
}
