/** Tokens of a user, as they can be saved: plain JSON. Whoever reads them can act for the user. */
export interface OAuthTokens {
  /** What a client sends. */
  readonly accessToken: string
  /** Gets another access token, if the server gave one. */
  readonly refreshToken?: string | undefined
  /** When the access token ends, in milliseconds of the epoch, if the server said so. */
  readonly expiresAt?: number | undefined
}
