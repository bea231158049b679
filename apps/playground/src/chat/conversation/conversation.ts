import type { StreamStatistics } from '@tabby/chat'
import type { ToolCall } from '@tabby/core'

/** A conversation as a tree: an edit or another reply adds a sibling, and nothing is lost. */
export interface Conversation {
  id: string
  title: string
  /** In milliseconds since 1970. */
  createdAt: number
  updatedAt: number
  system: string
  /** All turns, in the order in which they were created. */
  turns: Turn[]
  /** The child that was shown last, by parent; the first turns have the parent `''`. */
  chosen: Record<string, string>
  /** Ids of deleted turns, so that another tab which still has them does not bring them back. */
  removed?: string[] | undefined
  /** Whether it stays at the top of the list. */
  pinned?: boolean | undefined
}

export type Turn = QuestionTurn | AnswerTurn

interface TurnPlace {
  id: string
  /** `''` at the beginning. */
  parent: string
}

export interface QuestionTurn extends TurnPlace {
  role: 'user'
  text: string
  /** Data URLs. */
  images: string[]
  /** Text files, whose content is sent before the text. */
  files?: AttachedFile[] | undefined
  /** Whether the model could not see the images. */
  unseen?: boolean | undefined
  /** What the documents of the conversation say about it, the closest first; undefined before they were searched. */
  passages?: FoundPassage[] | undefined
}

/** A passage of a document that is sent before the text. */
export interface FoundPassage {
  file: string
  text: string
  /** How close it is to the text: the cosine of their vectors, at most 1. */
  similarity: number
}

/** A text file that goes with a message. */
export interface AttachedFile {
  name: string
  text: string
}

export interface AnswerTurn extends TurnPlace {
  role: 'assistant'
  parts: AnswerPart[]
  model: string
  /** How it ended: the server's finish reason, or `stopped`, `failed`. */
  end: string
  /** Why it failed, as a sentence. */
  failure?: string | undefined
  /** At which point it failed. */
  failed?: 'not-sent' | 'refused' | 'unreachable' | 'interrupted' | undefined
  /** How many of the oldest messages were left out of the prompt, because they did not fit. */
  leftOut?: number | undefined
  statistics?: AnswerStatistics | undefined
}

/** A part of a reply, in the order in which things happened. */
export type AnswerPart =
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string; tokens?: TokenChance[] | undefined }
  /** A value that matches the schema, as far as it is written. */
  | { type: 'object'; value: unknown }
  | { type: 'tool'; call: ToolCall; result?: string | undefined; problem?: boolean | undefined }

/** A token and the most probable ones at its position, with probabilities from 0 to 1. */
export interface TokenChance {
  token: string
  probability: number
  others: { token: string; probability: number }[]
}

/** The statistics of one reply. Times are in milliseconds. */
export interface AnswerStatistics {
  timeToFirstToken?: number | undefined
  tokensPerSecond?: StreamStatistics['tokensPerSecond']
  promptTokensPerSecond?: number | undefined
  duration: number
  tokens: number
  promptTokens?: number | undefined
  /** Tokens per second, sampled while the reply was written. */
  speeds: number[]
}
