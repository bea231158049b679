import type { StandardIssue, StandardSchema } from '@tabby/core'
import type { CheckedArguments } from './tool.js'

/** Reads the arguments that a model wrote, and checks them if there is a schema. */
export async function checkArguments(text: string, schema: StandardSchema | undefined): Promise<CheckedArguments> {
  let args: unknown
  try {
    args = parseArguments(text)
  } catch {
    return { problem: 'the arguments are not valid JSON' }
  }
  if (!schema) return { args }
  try {
    const result = await schema['~standard'].validate(args)
    return result.issues
      ? { problem: `the arguments are wrong: ${describeIssues(result.issues)}` }
      : { args: result.value }
  } catch {
    // A schema that throws on what a model wrote has not accepted it.
    return { problem: 'the arguments are wrong: their schema could not check them' }
  }
}

/**
 * Some models write nothing or `null` if there are no arguments; some servers encode the JSON as a JSON string again.
 *
 * @throws SyntaxError when they are not JSON.
 */
function parseArguments(text: string): unknown {
  const value: unknown = JSON.parse(text.trim() || '{}')
  if (value === null) return {}
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** Most issues to report: as many as a model can use. */
const most = 20

/** What is wrong with a value, in one line: `days: Expected number; city: Expected string`. */
function describeIssues(issues: readonly StandardIssue[]): string {
  const described = issues.slice(0, most).map((issue) => {
    const path: unknown = issue?.path
    const place = Array.isArray(path) ? path.map(toName).join('.') : ''
    const message = String(issue?.message)
    return place ? `${place}: ${message}` : message
  })
  if (issues.length > most) described.push(`and ${issues.length - most} more`)
  return described.join('; ')
}

/** The user's library makes the path: a key, an object with one, or anything else. */
function toName(segment: unknown): string {
  const key = typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment
  return typeof key === 'object' || typeof key === 'function' ? '?' : String(key)
}
