/** Carries one request. Everything else (keys, timeouts, errors, retries) is the same for every transport. */
export type Transport = (
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  url: string,
  init: RequestInit,
) => Promise<Response>
