/**
 * As this family's errors begin: `POST /v1/x failed with 503: ` or, of a stream, `POST /v1/x: the server reported an
 * error in the stream: `. Routes with version 1.0 of this package send `/v1/x: server-error ` instead.
 */
const beginnings = [
  /^[A-Z]{3,7} \/\S{0,500} failed with \d{3}: /,
  /^[A-Z]{3,7} \/\S{0,500}: the server reported an error in the stream(?:: | without a message: see its log$)/,
  /^\/\S{0,500}: server-error(?: |$)/,
]

/**
 * Takes the request of another client of this family off a message that a route passes on, for this client writes its
 * own before it: `POST /x failed with 503: POST /v1/chat/completions failed with 503: ...` says the same twice.
 */
export function dropCall(message: string): string {
  let rest = message
  // A route behind a route behind a route; more are not worth a look.
  for (let depth = 0; depth < 5; depth++) {
    const found = beginnings.find((beginning) => beginning.test(rest))
    if (!found) break
    rest = rest.replace(found, '')
  }
  return rest
}
