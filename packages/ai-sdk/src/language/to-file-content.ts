import { UnsupportedFunctionalityError } from '@ai-sdk/provider'
import { type ImagePart, toImagePart } from '@tabby/chat'

/** A file of a prompt: bytes, base64 or an address, in the shape of specification V3 or V4. */
export interface PromptFile {
  readonly mediaType: string
  readonly data: unknown
}

/** What V4 wraps the data of a file into. */
interface WrappedData {
  readonly type: string
  readonly data?: unknown
  readonly text?: string
  readonly url?: URL
}

const isWrapped = (data: unknown): data is WrappedData => typeof data === 'object' && data !== null && 'type' in data

/**
 * Makes an image part or a text of a file.
 *
 * @throws UnsupportedFunctionalityError for files of other types, and for texts at an address.
 * @throws TabbyRequestError for an image that the server cannot read.
 */
export async function toFileContent({ mediaType, data: given }: PromptFile): Promise<ImagePart | string> {
  if (isWrapped(given) && given.type === 'text' && typeof given.text === 'string') return given.text
  const data = isWrapped(given) ? (given.type === 'url' ? given.url : given.data) : given
  if (/^image(\/|$)/.test(mediaType)) return toImagePart(toImageSource(data))
  if (/^text(\/|$)/.test(mediaType) && (typeof data === 'string' || data instanceof Uint8Array)) {
    return new TextDecoder().decode(typeof data === 'string' ? toBytes(data) : data)
  }
  throw new UnsupportedFunctionalityError({ functionality: `files of the type ${mediaType}` })
}

function toImageSource(data: unknown): string | URL | Uint8Array {
  if (data instanceof Uint8Array || data instanceof URL) return data
  if (typeof data !== 'string') {
    throw new UnsupportedFunctionalityError({ functionality: 'images that a provider keeps' })
  }
  return /^(https?|data):/.test(data) ? data : `data:image/png;base64,${data}`
}

const toBytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
