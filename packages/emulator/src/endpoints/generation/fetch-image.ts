import { refuse } from '../../http/reply.js'
import type { ImageDefinition } from '../../world/world.js'

const dataUrl = /^data:image\/[a-zA-Z0-9]+;base64,/
const signatures = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF8', 'RIFF', 'BM']

/** Characters of an image that are decoded, in whole groups of four: it is not looked at any further. */
const decoded = 2 ** 18
const longestAddress = 65_536

/** Base64 without its padding, of which there may be too much; throws on a letter that is none of it. */
function trimPadding(text: string): string {
  let end = text.length
  while (text[end - 1] === '=') end -= 1
  if (/[^A-Za-z0-9+/]/.test(text.slice(0, end))) throw new TypeError('not base64')
  return text.slice(0, end)
}

/**
 * Takes in an image for a model that sees, or fails as the server does. Nothing is fetched: an emulator has no
 * network, so the world says what lies at an address, and one that it does not know is judged by its look. Port 9 and `.invalid` refuse the connection (500), a path that says
 * `404`, `nope` or `missing` is not found (400), any other address holds an image.
 */
export function fetchImage(url: string, images: readonly ImageDefinition[]): void {
  if (url.startsWith('data:image')) {
    const head = dataUrl.exec(url)?.[0]
    // svg+xml is no word to the server's pattern (chat_vision_svg_mime).
    if (head === undefined) refuse(400, 'Failed to read base64 image input.')
    const letters = trimPadding(url.slice(head.length))
    const bytes = atob(letters.slice(0, decoded))
    if (!signatures.some((signature) => bytes.startsWith(signature))) throw new TypeError('not an image')
    const tail = letters.slice(Math.max(0, letters.length - (letters.length % 4) - decoded))
    if (bytes.startsWith('\x89PNG') && !atob(tail).includes('IEND')) throw new TypeError('the image is cut off')
    return
  }
  if (url.length > longestAddress) throw new TypeError('the address is too long')
  const address = new URL(url)
  const outcome = images.find((image) => fits(image.url, url))?.outcome ?? judge(address)
  if (!/^https?:$/.test(address.protocol) || outcome === 'refused') throw new TypeError('the connection was refused')
  if (outcome === 'missing') refuse(400, `Failed to fetch image from ${url}.`)
}

function fits(pattern: string, url: string): boolean {
  return pattern.endsWith('*') ? url.startsWith(pattern.slice(0, -1)) : pattern === url
}

function judge({ port, hostname, pathname }: URL): ImageDefinition['outcome'] {
  if (port === '9' || hostname.endsWith('.invalid')) return 'refused'
  return /404|nope|missing|not-?found/i.test(pathname) ? 'missing' : 'found'
}
