const longestText = 200

/** Shortens the bytes of images in a JSON body, which nobody reads, and leaves other text unchanged. */
export function shortenBody(body: string): string {
  // Parsing and writing takes time; a body without an image is kept unchanged.
  if (!body.includes('data:')) return body
  try {
    return JSON.stringify(JSON.parse(body, (_key, value: unknown) => shortenPicture(value)))
  } catch {
    return body
  }
}

function shortenPicture(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= longestText || !/^data:[\w.+-]+\/[\w.+-]+;base64,/.test(value)) {
    return value
  }
  return `${value.slice(0, 60)}… (${Math.round(value.length / 1000)} kB)`
}
