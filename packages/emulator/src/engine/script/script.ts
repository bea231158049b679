/** What a scripted model is going to say, part by part. */
export interface Script {
  /** The parts up to the natural end, made as they are asked for. */
  readonly parts: Iterable<string>
  /** What it goes on with when it may not end yet. */
  filler(index: number): string
  /** How it ends when it has said everything. */
  readonly ending: 'stop_token' | 'end_filter' | 'loop_detected'
}
