import { refuse } from '../../http/reply.js'
import type { ServerState } from '../../state/server-state.js'
import type { ImageDefinition } from '../../world/world.js'

/** Where a model that sees gets its images from. */
export interface ImageSource {
  readonly images: readonly ImageDefinition[]
  /** Ask the network for addresses that the world does not list. */
  readonly fetches: boolean
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal
}

/** The source of images on a server; `undefined` when its model has no vision. */
export function findImageSource(
  { model, world, settings }: Pick<ServerState, 'model' | 'world' | 'settings'>,
  signal: AbortSignal,
): ImageSource | undefined {
  return model?.vision ? { images: world.images ?? [], fetches: settings.fetchImages, signal } : undefined
}

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

/** Throws, which is a 500, unless the bytes begin as an image; a PNG has to be whole. */
function requireImage(head: string, tail: string): void {
  if (!signatures.some((signature) => head.startsWith(signature))) throw new TypeError('not an image')
  if (head.startsWith('\x89PNG') && !tail.includes('IEND')) throw new TypeError('the image is cut off')
}

/**
 * Takes in an image for a model that sees, or fails as the server does. The world says what lies at an address. One that
 * it does not list is fetched if `settings.fetchImages` says so, and else judged by its look: port 9 and `.invalid`
 * refuse the connection (500), a path that says `404`, `nope` or `missing` is not found (400), any other address holds
 * an image.
 */
export async function fetchImage(url: string, { images, fetches, signal }: ImageSource): Promise<void> {
  if (url.startsWith('data:image')) {
    const head = dataUrl.exec(url)?.[0]
    // svg+xml is no word to the server's pattern (chat_vision_svg_mime).
    if (head === undefined) refuse(400, 'Failed to read base64 image input.')
    const letters = trimPadding(url.slice(head.length))
    const tail = letters.slice(Math.max(0, letters.length - (letters.length % 4) - decoded))
    return requireImage(atob(letters.slice(0, decoded)), atob(tail))
  }
  if (url.length > longestAddress) throw new TypeError('the address is too long')
  const address = new URL(url)
  if (!/^https?:$/.test(address.protocol)) throw new TypeError('there is no such protocol')
  const listed = images.find((image) => fits(image.url, url))?.outcome
  if (listed === undefined && fetches) {
    const { loadImage } = await import('./load-image.js')
    const image = await loadImage(address, signal)
    return image ? requireImage(image.head, image.tail) : refuse(400, `Failed to fetch image from ${url}.`)
  }
  const outcome = listed ?? judge(address)
  if (outcome === 'refused') throw new TypeError('the connection was refused')
  if (outcome === 'missing') refuse(400, `Failed to fetch image from ${url}.`)
}

function fits(pattern: string, url: string): boolean {
  return pattern.endsWith('*') ? url.startsWith(pattern.slice(0, -1)) : pattern === url
}

function judge({ port, hostname, pathname }: URL): ImageDefinition['outcome'] {
  if (port === '9' || hostname.endsWith('.invalid')) return 'refused'
  return /404|nope|missing|not-?found/i.test(pathname) ? 'missing' : 'found'
}
