/** What is measured of a client, in the way its own documentation calls it. */
export interface BenchClient {
  /** Streams a chat answer and hands over each text as it comes; a consumer that returns a promise is waited for. */
  readonly streamText: (onText: (text: string) => void | Promise<void>) => Promise<void>
  /** A small call: a chat answer that comes whole. Gives its text. */
  readonly createText: () => Promise<string>
  /** Many small calls, at most so many at a time, for the clients of the row `bulk`. Gives their texts. */
  readonly createTexts?: (count: number, concurrency: number) => Promise<string[]>
}

/** What every client sends. */
export const settings = {
  apiKey: 'tabby-api-key-0000000000000000',
  model: 'stub-7b-exl3',
  messages: [{ role: 'user' as const, content: 'Say hello' }],
}

/** Makes a client of the server at this address, to which `/v1` has not been added yet. */
export type CreateBenchClient = (baseUrl: string, sent: typeof settings) => BenchClient
