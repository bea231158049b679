/** Now, as the server stamps its answers: whole seconds. Cards carry the time of the answer, not of the load. */
export function unixSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
