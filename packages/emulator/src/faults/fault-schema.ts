import * as v from 'valibot'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const duration = v.pipe(v.number(), v.minValue(0))
const afterEvents = { afterEvents: count }

/** The shape of a list of faults, as the control endpoint takes it. */
export const faultsSchema = v.array(
  v.strictObject({
    path: v.exactOptional(v.string()),
    method: v.exactOptional(v.string()),
    skip: v.exactOptional(count),
    times: v.exactOptional(count),
    effect: v.variant('kind', [
      v.strictObject({ kind: v.literal('delay'), milliseconds: duration }),
      v.strictObject({ kind: v.literal('drop') }),
      v.strictObject({ kind: v.literal('reset') }),
      v.strictObject({
        kind: v.literal('status'),
        status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
        retryAfter: v.exactOptional(duration),
        detail: v.exactOptional(v.string()),
      }),
      v.strictObject({ kind: v.literal('stall'), ...afterEvents }),
      v.strictObject({ kind: v.literal('error'), ...afterEvents, message: v.exactOptional(v.string()) }),
      v.strictObject({ kind: v.literal('truncate'), ...afterEvents }),
      v.strictObject({ kind: v.literal('cut'), ...afterEvents }),
      v.strictObject({ kind: v.literal('trickle'), bytesPerSecond: v.pipe(v.number(), v.minValue(1)) }),
    ]),
  }),
)
