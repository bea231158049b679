/** The part of a reply that says why it ended. */
interface Ended {
  readonly finish_reason?: unknown
  readonly eos_reason?: unknown
}

/**
 * Whether a response, or an event of a stream, is worth keeping. A reply that reached its `max_tokens` is not whole,
 * and neither is one whose `eos_reason` is `null`: the model was unloaded, or another request crashed it.
 */
export function isStorable(value: unknown): boolean {
  const choices = (value as { readonly choices?: unknown } | null)?.choices
  if (!Array.isArray(choices)) return true
  return choices.every((choice: Ended | null) => {
    const { finish_reason: finish, eos_reason: own } = choice ?? {}
    return finish !== 'length' && !(finish && own === null)
  })
}
