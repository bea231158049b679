/**
 * One turn of a conversation, as it is sent; chats and token counts take the same.
 *
 * Fields that this version does not know pass through; the server ignores them, `name` for one. It is a union because
 * the compiler finds no interface of an application's own assignable to a type with an index signature.
 */
export type ChatMessage = ChatMessageFields | (ChatMessageFields & { readonly [field: string]: unknown })

/** What the server reads of a turn. */
interface ChatMessageFields {
  /** `system`, `user`, `assistant`, `tool`, or what else the model's template knows. Default `user`. */
  role?: 'system' | 'user' | 'assistant' | 'tool' | 'developer' | (string & {}) | undefined
  /** What is said. An assistant's turn that only calls tools may have none. */
  content?: string | ChatMessagePart[] | null | undefined
  /** What the model thought, for templates that want it back. */
  reasoning_content?: string | null | undefined
  /** The tools that the assistant called in this turn. */
  tool_calls?: ToolCall[] | null | undefined
  /** In a turn of the role `tool`: which call this is the result of. */
  tool_call_id?: string | null | undefined
}

/** A piece of a turn. A part without its text or image is answered with a 500. */
export type ChatMessagePart =
  | { type: 'text'; text: string }
  | {
      type: 'image_url'
      /** http(s) address or `data:image/png;base64,...`. A model without vision drops images silently. */
      image_url: { url: string; [field: string]: unknown }
    }

/** One call of a tool. */
export interface ToolCall {
  /** Name of the call, to be repeated with its result. */
  id?: string | undefined
  /** Which function, with which arguments. */
  function: {
    /** Name of the function. */
    name: string
    /** Arguments as a JSON string. A model can write anything into it. */
    arguments: string
  }
  /** Always `function`. */
  type?: 'function' | undefined
  /** Position among the calls of this answer; there in streamed and in plain answers. */
  index?: number | null | undefined
}
