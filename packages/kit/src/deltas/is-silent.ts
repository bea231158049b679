/** Whether an event says nothing: a value that some servers send to keep a connection alive. */
export function isSilent(event: unknown): boolean {
  if (typeof event === 'string')
    return event === '' || /^(?:ping|pong|keep-?alive|heart-?beat)$/i.test(event.slice(0, 16))
  return event === null || event === false || event === 0
}
