/**
 * Where the JSON of a reply was found.
 *
 * - `whole`: the reply is JSON, as it is when the server applied the schema
 * - `fence`: in a code fence; the server did not apply the schema
 * - `after-reasoning`: after reasoning that the server left in the text, because its model has no reasoning parser
 */
export type JsonPlace = 'whole' | 'fence' | 'after-reasoning'
