/** A response with the status 200, in which the server may have put an error. */
export interface MaybeServerError {
  readonly error?: { readonly message?: string; readonly code?: string }
}

/** What Python writes for numbers that JSON does not have. A text of this name is in quotation marks. */
const loose: Readonly<Record<string, string>> = { Infinity: '1e999', NaN: 'null' }

/**
 * Parses JSON that may hold `NaN`, which is read as `null`, or `-Infinity`, which the server writes for a token of
 * probability 0 (recording chat_logprobs_zero_probability_token_stream). 1e999 is JSON and means the same. Strings are
 * matched too, so that a text about Infinity is kept, also one that was cut off: searching for its end from each quote
 * in it would be quadratic, 24 s for 200 kB.
 */
export function parseLooseJson(text: string): MaybeServerError | null {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.replace(/"(\\.|[^"\\])*"?|Infinity|NaN/g, (match) => loose[match] ?? match))
  }
}
