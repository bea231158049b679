/** Why a generation ended, in the server's words. */
export type EosReason = 'stop_token' | 'stop_string' | 'max_new_tokens' | 'end_filter' | 'loop_detected'

/** What a scripted model is going to say, part by part. */
export interface Script {
  /** The parts up to the natural end. */
  readonly parts: readonly string[]
  /** What it goes on with when it may not end yet. */
  filler(index: number): string
  /** How it ends when it has said everything. */
  readonly ending: 'stop_token' | 'end_filter' | 'loop_detected'
}
