/** Reads how many tokens a call took, from its response or an event of its stream. Most events do not report it. */
export function readUsedTokens(value: unknown): number | undefined {
  const usage = (value as { readonly usage?: { readonly total_tokens?: unknown } | null } | null)?.usage
  const total = usage?.total_tokens
  return typeof total === 'number' && total >= 0 ? total : undefined
}
