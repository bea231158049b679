import * as v from 'valibot'

/** A message of a conversation, in the shape of core's `ChatMessage`. */
export const chatMessageSchema = /* @__PURE__ */ (() => {
  const text = v.exactOptional(v.nullable(v.string()))
  const part = v.variant('type', [
    v.looseObject({ type: v.literal('text'), text: v.string() }),
    v.looseObject({ type: v.literal('image_url'), image_url: v.looseObject({ url: v.string() }) }),
  ])
  const toolCall = v.looseObject({
    id: v.exactOptional(v.string()),
    function: v.looseObject({ name: v.string(), arguments: v.string() }),
    type: v.exactOptional(v.literal('function')),
    index: v.exactOptional(v.nullable(v.number())),
  })
  return v.looseObject({
    role: v.exactOptional(v.string()),
    content: v.exactOptional(v.nullable(v.union([v.string(), v.array(part)]))),
    reasoning_content: text,
    tool_calls: v.exactOptional(v.nullable(v.array(toolCall))),
    tool_call_id: text,
  })
})()
