/** The path whose body holds a secret: a download may need a Hugging Face token. */
import { shellWords } from '../words/shell-words.js'

const downloadPath = '/v1/download'

/** Removes the access token from the body of a download, and leaves all other bodies unchanged. */
export function hideToken(path: string, body: string): string {
  if (path !== downloadPath) return body
  try {
    const fields = JSON.parse(body) as Record<string, unknown>
    return fields.token ? JSON.stringify({ ...fields, token: shellWords.aTokenNotKept }) : body
  } catch {
    // A body that cannot be parsed cannot be searched either.
    return shellWords.notKept
  }
}
