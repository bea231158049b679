import * as v from 'valibot'

const place = { id: v.string(), parent: v.string() }

/** Images that leave this page again have to be images: an address in a file would be fetched by the server. */
const image = v.pipe(v.string(), v.regex(/^data:image\/(png|jpeg|gif|webp|bmp);base64,/))

const call = v.looseObject({
  id: v.exactOptional(v.string()),
  function: v.looseObject({ name: v.string(), arguments: v.string() }),
})

const chance = v.object({ token: v.string(), probability: v.number() })

const part = v.variant('type', [
  v.object({ type: v.literal('reasoning'), text: v.string() }),
  v.object({
    type: v.literal('text'),
    text: v.string(),
    tokens: v.optional(v.array(v.object({ ...chance.entries, others: v.array(chance) }))),
  }),
  v.object({ type: v.literal('object'), value: v.unknown() }),
  v.object({
    type: v.literal('tool'),
    call,
    result: v.optional(v.string()),
    problem: v.optional(v.boolean()),
  }),
])

const statistics = v.object({
  timeToFirstToken: v.optional(v.number()),
  tokensPerSecond: v.optional(v.number()),
  promptTokensPerSecond: v.optional(v.number()),
  duration: v.number(),
  tokens: v.number(),
  promptTokens: v.optional(v.number()),
  speeds: v.array(v.number()),
})

const turn = v.variant('role', [
  v.object({ ...place, role: v.literal('user'), text: v.string(), images: v.array(image) }),
  v.object({
    ...place,
    role: v.literal('assistant'),
    parts: v.array(part),
    model: v.string(),
    end: v.string(),
    failure: v.optional(v.string()),
    statistics: v.optional(statistics),
  }),
])

/** A conversation out of a file, by which anything could come. */
export const conversationSchema = v.object({
  id: v.string(),
  title: v.string(),
  createdAt: v.number(),
  updatedAt: v.number(),
  system: v.string(),
  turns: v.array(turn),
  chosen: v.record(v.string(), v.string()),
})
