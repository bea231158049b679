/** The path whose body holds a secret: a download may need a token of Hugging Face. */
const downloadPath = '/v1/download'

/** Takes the access token out of the body of a download, and leaves all other bodies to the letter. */
export function hideToken(path: string, body: string): string {
  if (path !== downloadPath) return body
  try {
    const fields = JSON.parse(body) as Record<string, unknown>
    return fields.token ? JSON.stringify({ ...fields, token: '(a token, not kept)' }) : body
  } catch {
    // What cannot be read cannot be searched either.
    return '(not kept)'
  }
}
