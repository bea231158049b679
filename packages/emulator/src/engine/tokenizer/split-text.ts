/** A run of letters and digits with the blank before it, a run of white space, or one sign: chat_unicode_stream. */
const PART = / ?[\p{L}\p{N}]+|\s+|[^]/gu

/** Cuts a text into the parts that tokens do not cross. */
export function splitText(text: string): string[] {
  return text.match(PART) ?? []
}
