/** What one check has found. */
export interface Finding {
  readonly name: string
  readonly state: 'good' | 'bad' | 'unknown'
  /** What was seen, and what to do about it. */
  readonly detail: string
}
