/** A tool that the user has written. */
export interface OwnTool {
  name: string
  /** When to use it and what it returns, for the model. */
  description: string
  /** JSON schema of its arguments, as text. */
  schema: string
  /** Body of an async function of `args`. */
  code: string
  /** In seconds. */
  timeLimit: number
}

/** The longest that a tool may run, in seconds. */
export const longestTimeLimit = 60

/** Reads a tool from a value that may hold anything; undefined if it has no name that a model can call. */
export function readOwnTool(value: unknown): OwnTool | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { name, description, schema, code, timeLimit } = value as { [Field in keyof OwnTool]?: unknown }
  if (typeof name !== 'string' || !isToolName(name)) return undefined
  const toText = (field: unknown) => (typeof field === 'string' ? field : '')
  const limit = typeof timeLimit === 'number' && timeLimit >= 1 ? Math.min(timeLimit, longestTimeLimit) : 10
  return { name, description: toText(description), schema: toText(schema), code: toText(code), timeLimit: limit }
}

/** Whether a model can call a tool of this name. */
export const isToolName = (name: string): boolean => /^[\w-]{1,64}$/.test(name)
