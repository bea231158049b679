const longestText = 200

/** Shortens what nobody reads in a JSON body, the bytes of pictures, and leaves other text as it is. */
export function shortenBody(body: string): string {
  // Reading and writing again takes time; a body without a picture is kept to the letter.
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
