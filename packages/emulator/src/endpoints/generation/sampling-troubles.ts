/** What a request's sampling parameters do to the server. */
interface SamplingTroubles {
  /** The request fails by itself, before its first token. */
  ownFailure: boolean
  /** The sampler throws at the first token: every running request fails (health_after_nulls_group). */
  crash: string | undefined
  /**
   * Reading the first result throws: other requests lose their jobs silently
   * (chat_stream_bystander_of_logprobs_null).
   */
  consumerFailure: string | undefined
}

type Sampling = Record<string, unknown>

const ownNulls = [
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
const crashingNulls = ['temperature', 'frequency_penalty', 'presence_penalty', 'repetition_penalty']

/** Finds what the server stumbles over although validation let it pass: nulls, and a min_p that the sampler refuses. */
export function findSamplingTroubles(body: Sampling): SamplingTroubles {
  const isNull = (key: string): boolean => body[key] === null
  const minimum = body.min_p
  // Not the other way round: the text `nan` is read as a number that is within no range.
  const badMinimum = typeof minimum === 'number' && !(minimum >= 0 && minimum <= 1)
  return {
    // completion_min_p_1.5_sampler_assert
    ownFailure:
      ownNulls.some(isNull) ||
      badMinimum ||
      // What an override puts in as a text was never made a list of (override_values__overrides_stop_override_dolor...).
      typeof body.stop === 'string' ||
      typeof body.banned_tokens === 'string' ||
      // As the sampler library reads them (lib): sampler_null__adaptive_decay_null.
      (isNull('adaptive_decay') && body.adaptive_target !== 1) ||
      (isNull('xtc_threshold') && Boolean(body.xtc_probability)),
    crash: crashingNulls.some(isNull)
      ? "TypeError: unsupported operand type(s) for /=: 'Tensor' and 'NoneType' (stub sampler got None)"
      : undefined,
    consumerFailure: isNull('logprobs')
      ? "TypeError: '>' not supported between instances of 'NoneType' and 'int'"
      : undefined,
  }
}

/** Throws the server's 500 for what validation lets pass but no handler can take (chat_min_tokens_gt_max_tokens). */
export function requireConsistency(body: {
  min_tokens: number | null
  max_tokens: number | null
  min_temp: number | null
  max_temp: number | null
}): void {
  if (body.max_tokens && (body.min_tokens ?? 0) > body.max_tokens) throw new RangeError('min_tokens above max_tokens')
  if (body.min_temp !== null && body.max_temp && body.min_temp > body.max_temp) {
    throw new RangeError('min_temp above max_temp')
  }
}
