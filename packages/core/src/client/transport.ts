/** Carries one request. Everything else (keys, clocks, errors, retries) is the same for every transport. */
export type Transport = (
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  url: string,
  init: RequestInit,
) => Promise<Response>
