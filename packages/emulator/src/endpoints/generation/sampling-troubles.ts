/** What a request's sampling parameters do to the server. */
export interface SamplingTroubles {
  /** The request fails by itself, before its first token. */
  ownFailure: boolean
  /** The sampler throws at the first token: every running request fails (health_after_nulls_group). */
  crash: string | undefined
  /**
   * Reading the first result throws: other requests lose their jobs without a word
   * (chat_stream_bystander_of_logprobs_null).
   */
  consumerFailure: string | undefined
}

type Sampling = Record<string, unknown>

const OWN_NULLS = [
  'stop',
  'top_k',
  'top_p',
  'min_p',
  'xtc_probability',
  'penalty_range',
  'top_logprobs',
  'adaptive_target',
  'n',
]
const CRASHING_NULLS = ['temperature', 'frequency_penalty', 'presence_penalty', 'repetition_penalty']

/** Finds what the server stumbles over although validation let it pass: nulls, and a min_p that the sampler refuses. */
export function findSamplingTroubles(body: Sampling): SamplingTroubles {
  const isNull = (key: string): boolean => body[key] === null
  const minimum = body.min_p
  // Not the other way round: the text `nan` is read as a number that is within no range.
  const badMinimum = typeof minimum === 'number' && !(minimum >= 0 && minimum <= 1)
  return {
    // completion_min_p_1.5_sampler_assert
    ownFailure: OWN_NULLS.some(isNull) || badMinimum,
    crash: CRASHING_NULLS.some(isNull)
      ? "TypeError: unsupported operand type(s) for /=: 'Tensor' and 'NoneType' (stub sampler got None)"
      : undefined,
    consumerFailure: isNull('logprobs')
      ? "TypeError: '>' not supported between instances of 'NoneType' and 'int'"
      : undefined,
  }
}
