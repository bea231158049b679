import type { QuestionHistory } from '../history/open-question-history.js'

/** Reads lines from the user, who can interrupt what happens in between. */
export interface LineEditor {
  /** The next line, with history and editing; `undefined` when the user leaves, or Ctrl-C ends `during`. */
  read(prompt: string): Promise<string | undefined>
  /**
   * Asks whether something may be done, during work. What was typed before does not answer it: it is kept for the next
   * line. Only a typed yes counts. Invisible characters of the question are made visible.
   */
  confirm(question: string): Promise<boolean>
  /** Asks in the same way, and returns the answer in small letters; it is empty if there is none. */
  ask(question: string): Promise<string>
  /** Runs work whose signal Ctrl-C aborts. What is typed meanwhile is not shown until the next line is read. */
  during<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>
  /** Puts a text into the next line, to be changed and sent. */
  prefill(text: string): void
  /** Leaves the terminal to another program. */
  suspend<Result>(work: () => Promise<Result>): Promise<Result>
  /** Whether more of a pasted text follows the line that was read last, in a terminal that does not mark pasted text. */
  isPasting(): Promise<boolean>
  close(): void
}

/** What a line editor knows of earlier lines and of words that can be completed. */
export interface LineEditorOptions {
  readonly history?: QuestionHistory
  /** Completions of the end of a line, and the part of it that they replace. */
  complete?(line: string): Promise<[candidates: string[], replaced: string]>
}
