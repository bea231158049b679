/** As this family's errors begin: `POST /v1/x failed with 503: ` or, of a stream, `/v1/x: server-error `. */
const beginning = /^(?:[A-Z]{3,7} \/\S{0,500} failed with \d{3}: |\/\S{0,500}: server-error(?: |$))/

/**
 * Takes the request of another client of this family off a message that a route passes on, for this client writes its
 * own before it: `POST /x failed with 503: POST /v1/chat/completions failed with 503: ...` says the same twice.
 */
export function dropCall(message: string): string {
  let rest = message
  // A route behind a route behind a route; more are not worth a look.
  for (let depth = 0; depth < 5 && beginning.test(rest); depth++) rest = rest.replace(beginning, '')
  return rest
}
