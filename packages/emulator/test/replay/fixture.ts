import { readdirSync, readFileSync } from 'node:fs'
import type { Keys } from '../../src/index.js'

/** A request of a recording. */
export interface FixtureRequest {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
  /** A body that is no text. */
  bodyBase64?: string
  /** A body too long to keep: one word over and over. */
  repeated?: { head: string; word: string; times: number; tail: string }
}

/** Something that happens before or during an exchange. */
export type FixtureStep =
  | { send: FixtureRequest }
  /** Begun and left running. */
  | { start: FixtureRequest }
  /** Begun, and left by its client after a while. */
  | { abort: FixtureRequest; afterMilliseconds: number }
  | { waitMilliseconds: number }
  | { rotateKeys: Keys }
  | { shutDown: true }

/** One exchange with the real server. */
export interface Fixture {
  name: string
  /** The server's configuration: main, nomodel, nostream, inline, noauth, oaionly, shims or scratch. */
  instance: string
  note?: string
  /** It was recorded with another scripted model, whose tokens have other probabilities. */
  otherFigures?: boolean
  before?: FixtureStep[]
  during?: (FixtureStep & { afterMilliseconds: number })[]
  request: FixtureRequest
  response: {
    status: number | null
    headers: Record<string, string>
    /** How it ended: `complete`, `server_closed_connection`, `client_closed_...` or `no_end_within_...`. */
    ended: string
    body: string
    /** The recorder kept only the beginning of the body. */
    cut?: boolean
  }
}

const folder = new URL('../../fixtures/', import.meta.url)

/** All exchanges that the package keeps. */
export function readFixtures(): Fixture[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'))
  return files.flatMap((file) => {
    const lines = readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as Fixture)
  })
}
