import { type ChatMessagePart, TabbyRequestError } from '@tabby/core'

/** The sources of an image. A `File` is a `Blob`, and a `Buffer` of Node is a `Uint8Array`. */
export type ImageSource = string | URL | Blob | ArrayBuffer | Uint8Array

/** An image as a part of a message. */
export type ImagePart = Extract<ChatMessagePart, { type: 'image_url' }>

/**
 * Makes a message part from an image.
 *
 * Makes no requests: the server fetches an http(s) address. Everything else becomes a data URL, whose type is read from
 * the first bytes, not from what a file or a data URL claims. PNG, JPEG, GIF, WebP and BMP are accepted. Others are
 * refused here, because the server responds to a broken image with a bare 500, and to SVG with a 400 without a reason.
 *
 * A model without vision drops images silently; `use_vision` in its card reports whether it has vision.
 *
 * @param source - An http(s) address, a data URL, or the bytes: `Blob`, `File`, `ArrayBuffer`, `Uint8Array`, `Buffer`.
 * @returns The part, for the `content` of a message, next to its text.
 * @throws TabbyRequestError when the server could not read the image: SVG, broken base64, a `file:` address, text.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatCompletion, toImagePart } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const image = await toImagePart('https://example.com/cat.png')
 * const question = { role: 'user', content: [{ type: 'text' as const, text: 'What is this?' }, image] }
 * const answer = await createChatCompletion(client, { messages: [question], max_tokens: 50 })
 * console.log(answer.choices[0]?.message.content)
 * ```
 */
export async function toImagePart(source: ImageSource): Promise<ImagePart> {
  if (typeof source === 'string' || source instanceof URL) {
    const { protocol, pathname, href } = readAddress(source)
    if (protocol !== 'data:') {
      if (!/^https?:$/.test(protocol)) refuse(`the server fetches http and https, not ${protocol}`)
      if (/\.svg$/i.test(pathname)) refuse('the server does not read SVG')
      return toPart(href)
    }
    return fromBytes(decode(`${source}`))
  }
  if (ArrayBuffer.isView(source)) return fromBytes(source)
  return fromBytes(new Uint8Array('arrayBuffer' in source ? await source.arrayBuffer() : source))
}

function readAddress(source: string | URL): Pick<URL, 'protocol' | 'pathname' | 'href'> {
  // A data URL can be many megabytes long; URL would copy it several times.
  if (/^\s*data:/i.test(`${source}`)) return { protocol: 'data:', pathname: '', href: '' }
  try {
    return new URL(source)
  } catch {
    return refuse('it is neither an address nor a data URL; give the bytes of a file instead of its path')
  }
}

function decode(address: string): Uint8Array {
  const comma = address.indexOf(',')
  if (!/;\s*base64\s*$/i.test(address.slice(0, comma))) refuse('a data URL must be in base64')
  try {
    return Uint8Array.from(atob(address.slice(comma + 1)), (character) => character.charCodeAt(0))
  } catch {
    return refuse('its base64 is broken')
  }
}

function fromBytes(bytes: Uint8Array): ImagePart {
  const type = findImageType(bytes) ?? refuse('it is not a PNG, JPEG, GIF, WebP or BMP')
  if (type === 'svg') refuse('the server does not read SVG')
  return toPart(`data:image/${type};base64,${toBase64(bytes)}`)
}

const toPart = (url: string): ImagePart => ({ type: 'image_url', image_url: { url } })

/** The image is part of a prompt, so no error quotes it. */
function refuse(why: string): never {
  throw new TabbyRequestError(`The image was refused: ${why}`)
}

/** The first bytes of each format, one character per byte; a dot is any byte. */
const signatures = /* @__PURE__ */ Object.entries({
  png: /^\x89PNG\r\n/,
  jpeg: /^\xff\xd8\xff/,
  gif: /^GIF8[79]a/,
  webp: /^RIFF[^]{4}WEBP/,
  bmp: /^BM[^]{12}/,
  svg: /^(\xef\xbb\xbf)?\s*<(\?xml|!--|!doctype svg|svg)/i,
})

/** Detects the format of an image from its first bytes, named as in its media type (`png` for `image/png`). */
export function findImageType(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 64))
  return signatures.find(([, signature]) => signature.test(head))?.[0]
}

/** Bytes per call of `String.fromCharCode`: a function call takes at most about 100,000 arguments. */
const sliceSize = 32_768

/** Encodes bytes as base64 in every runtime: `Uint8Array.prototype.toBase64` is missing in Node 20 to 24. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += sliceSize) {
    text += String.fromCharCode(...bytes.subarray(start, start + sliceSize))
  }
  return btoa(text)
}
