import { decodeReferences } from './decode-references.js'

const schemes = new Set(['http:', 'https:', 'mailto:'])

/**
 * The address of a link that a model wrote, or `undefined` if following it could run code or lead into this page. The
 * browser's own parser determines the scheme, because it drops tabs, line ends and leading spaces.
 */
export function readSafeAddress(href: string): URL | undefined {
  try {
    const address = new URL(decodeReferences(href))
    return schemes.has(address.protocol) ? address : undefined
  } catch {
    return undefined
  }
}
