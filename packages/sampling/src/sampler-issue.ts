/** Something about sampler parameters that will not work as it looks. */
export interface SamplerIssue {
  /** The parameter; inside overrides with `overrides.` before it. */
  field: string
  /**
   * What the server does.
   *
   * - `ignored`: takes it, and nothing comes of it
   * - `coerced`: reads it as something else
   * - `refused`: answers 422, before anything is generated
   * - `fails`: lets it pass, and then fails: with 500, with 503, or with an error in the stream
   */
  effect: 'ignored' | 'coerced' | 'refused' | 'fails'
  /** `error`: there will be no answer. `warning`: there will be one, and perhaps not the one that was meant. */
  severity: 'error' | 'warning'
  /** What to do about it, for a person. It never quotes a value. */
  advice: string
}

/** Makes an issue. */
export function toSamplerIssue(field: string, effect: SamplerIssue['effect'], advice: string): SamplerIssue {
  const severity = effect === 'refused' || effect === 'fails' ? 'error' : 'warning'
  return { field, effect, severity, advice }
}
