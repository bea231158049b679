/** A sampler parameter that does not do what it appears to do. */
export interface SamplerIssue {
  /** The parameter; inside overrides with `overrides.` before it. */
  field: string
  /**
   * What the server does.
   *
   * - `ignored`: accepts it and does nothing with it
   * - `coerced`: reads it as something else
   * - `refused`: responds with 422, before anything is generated
   * - `fails`: accepts it and then fails, with 500, 503 or an error in the stream
   */
  effect: 'ignored' | 'coerced' | 'refused' | 'fails'
  /** `error`: there will be no reply. `warning`: there will be one, but perhaps not the intended one. */
  severity: 'error' | 'warning'
  /** What to do about it, for a person. Never quotes a value. */
  advice: string
}

/** Makes an issue. */
export function toSamplerIssue(field: string, effect: SamplerIssue['effect'], advice: string): SamplerIssue {
  const severity = effect === 'refused' || effect === 'fails' ? 'error' : 'warning'
  return { field, effect, severity, advice }
}
