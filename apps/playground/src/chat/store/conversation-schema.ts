import * as v from 'valibot'

/** JSON has no infinity, but 1e999 is read as one, and cannot be shown as a number. */
const number = v.pipe(v.number(), v.finite())

const place = { id: v.string(), parent: v.string() }

/** Images are sent on, so they must be image data: the server would fetch an address from a file. */
const image = v.pipe(v.string(), v.regex(/^data:image\/(png|jpeg|gif|webp|bmp);base64,/))

const call = v.looseObject({
  id: v.exactOptional(v.string()),
  function: v.looseObject({ name: v.string(), arguments: v.string() }),
})

const chance = v.object({ token: v.string(), probability: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })

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
  timeToFirstToken: v.optional(number),
  tokensPerSecond: v.optional(number),
  promptTokensPerSecond: v.optional(number),
  duration: number,
  tokens: number,
  promptTokens: v.optional(number),
  speeds: v.array(number),
})

const turn = v.variant('role', [
  v.object({
    ...place,
    role: v.literal('user'),
    text: v.string(),
    images: v.array(image),
    unseen: v.optional(v.boolean()),
    files: v.optional(v.array(v.object({ name: v.string(), text: v.string() }))),
    passages: v.optional(v.array(v.object({ file: v.string(), text: v.string(), similarity: number }))),
  }),
  v.object({
    ...place,
    role: v.literal('assistant'),
    parts: v.array(part),
    model: v.string(),
    end: v.string(),
    failure: v.optional(v.string()),
    failed: v.optional(v.picklist(['not-sent', 'refused', 'unreachable', 'interrupted'])),
    leftOut: v.optional(number),
    statistics: v.optional(statistics),
  }),
])

/** Ids identify turns, and the empty id is the beginning. */
function hasIdsOfTheirOwn(turns: readonly { id: string }[]): boolean {
  const ids = new Set(turns.map(({ id }) => id))
  return ids.size === turns.length && !ids.has('')
}

/** A conversation from a file, which could contain anything. */
export const conversationSchema = v.object({
  id: v.string(),
  title: v.string(),
  createdAt: number,
  updatedAt: number,
  system: v.string(),
  turns: v.pipe(
    v.array(turn),
    v.check((turns) => hasIdsOfTheirOwn(turns)),
  ),
  chosen: v.record(v.string(), v.string()),
  removed: v.optional(v.array(v.string())),
  pinned: v.optional(v.boolean()),
})
