/** The server refuses null in these (422), where leaving them out means the default. */
const flags = new Set(['add_bos_token', 'encode_special_tokens', 'decode_special_tokens'])

/** Leaves out each flag that is null; everything else is sent as it is. */
export function toTokenBody(params: object): object {
  return Object.fromEntries(Object.entries(params).filter(([field, value]) => value !== null || !flags.has(field)))
}
