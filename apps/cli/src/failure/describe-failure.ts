import { isTabbyError } from '@tabby/core'

const hints: Partial<Record<string, string>> = {
  connection_error: 'is TabbyAPI running there? TABBY_BASE_URL says where it is',
  authentication_error: 'TABBY_API_KEY and TABBY_ADMIN_KEY hold the keys',
}

/** One line for a person. The errors of our packages hold neither keys nor prompts. */
export function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const hint = isTabbyError(error) ? hints[error.code] : undefined
  return [message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '), hint].filter(Boolean).join('; ')
}
