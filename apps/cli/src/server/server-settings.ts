/** Where a server is and what opens it. */
export interface ServerSettings {
  /** Nobody named one: `undefined`. */
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly adminKey: string | undefined
}
