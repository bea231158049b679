import * as v from 'valibot'
import { samplerEntries } from './sampler-entries.js'

/** The fields of core's `GenerationParams`. */
export const generationEntries = /* @__PURE__ */ (() => {
  const text = v.exactOptional(v.nullable(v.string()))
  return {
    ...samplerEntries,
    model: text,
    n: v.exactOptional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
    stream_options: v.exactOptional(
      v.nullable(v.looseObject({ include_usage: v.exactOptional(v.nullable(v.boolean())) })),
    ),
    response_format: v.exactOptional(
      v.nullable(v.looseObject({ type: v.exactOptional(v.string()), json_schema: v.exactOptional(v.unknown()) })),
    ),
    best_of: v.exactOptional(v.nullable(v.pipe(v.number(), v.integer()))),
    echo: v.exactOptional(v.nullable(v.boolean())),
    suffix: text,
    user: text,
  }
})()
