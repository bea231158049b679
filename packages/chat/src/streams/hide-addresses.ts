/** How much of a message is passed on. Sentences are shorter; anything longer is a page or a dump. */
const longestMessage = 2000

/** Names that only exist inside a network. */
const innerName = /^localhost$|\.(?:local|localhost|localdomain|internal|intranet|lan|corp|home|svc|arpa)$/i

/** What Node writes before the host name when a lookup or a connection has failed. */
const failedLookup = /\b(E[A-Z_]{3,20}|getaddrinfo|connect|upstream|host|hostname)(:? +)[a-z\d][\w-]*(?:\.[\w-]+)+\b/gi

/** The same with a name of one word, which is certain to be a host only after these codes. */
const failedName = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT) +[\w-]+/g

function isAddress(word: string): boolean {
  const name = word.replace(/[.:!?*]+$/, '')
  return (
    name.includes('://') ||
    // 10.0.0.5 and 10.0.0.5:5000
    /(?:^|[^\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/.test(name) ||
    // fe80::1 and [::1]:5000
    /^\[?[\da-f]{0,4}:[\da-f:.]*:[\da-f:.]*(?:%\w+)?\]?(?::\d+)?$/i.test(name) ||
    // gpu-box:5000
    (/^[\w.-]+:\d{2,5}(?:\/|$)/.test(name) && /[a-z]/i.test(name)) ||
    innerName.test(name.split(/[:/]/, 1)[0]!)
  )
}

/**
 * Removes hosts, ports and addresses from a message that leaves the network. A gateway often names the server behind
 * it, as in `connect ECONNREFUSED 10.0.0.5:5000`, and a page has no use for that.
 */
export function hideAddresses(message: string): string {
  return message
    .slice(0, longestMessage)
    .replace(/[^\s"'`()<>{},;=|@]+/g, (word) => (isAddress(word) ? '[address]' : word))
    .replace(failedLookup, '$1$2[address]')
    .replace(failedName, '$1 [address]')
}
