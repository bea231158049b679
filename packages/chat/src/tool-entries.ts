import * as v from 'valibot'

/** The fields of `ChatToolParams`. */
export const toolEntries = /* @__PURE__ */ (() => {
  const dictionary = v.record(v.string(), v.unknown())
  const tool = v.looseObject({
    type: v.literal('function'),
    function: v.looseObject({
      name: v.string(),
      description: v.exactOptional(v.nullable(v.string())),
      parameters: v.exactOptional(v.nullable(dictionary)),
    }),
  })
  const namedTool = v.looseObject({
    type: v.exactOptional(v.literal('function')),
    function: v.looseObject({ name: v.string() }),
  })
  return {
    tools: v.exactOptional(v.nullable(v.array(tool))),
    tool_choice: v.exactOptional(v.nullable(v.union([v.picklist(['none', 'auto', 'required']), namedTool]))),
    parallel_tool_calls: v.exactOptional(v.nullable(v.boolean())),
    functions: v.exactOptional(v.nullable(v.array(dictionary))),
  }
})()
