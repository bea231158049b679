/**
 * Parameters whose text is not read as a number or a switch. They are named here and not with their fields, which are
 * fetched only with the settings.
 */
export const samplerKinds: Readonly<Record<string, 'lines' | 'text' | 'json'>> = {
  stop: 'lines',
  banned_strings: 'lines',
  dry_sequence_breakers: 'lines',
  regex_pattern: 'text',
  grammar_string: 'text',
  banned_tokens: 'text',
  allowed_tokens: 'text',
  logit_bias: 'json',
}
