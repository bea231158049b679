/**
 * One message of a conversation, as it is sent; chats and token counts take the same.
 *
 * Fields that this version does not know pass through; the server ignores them, such as `name`. It is a union because
 * the compiler finds no interface of an application's own assignable to a type with an index signature.
 */
export type ChatMessage = ChatMessageFields | (ChatMessageFields & { readonly [field: string]: unknown })

/** What the server reads of a message. */
interface ChatMessageFields {
  /** `system`, `user`, `assistant`, `tool`, or what else the model's template knows. Default `user`. */
  role?: 'system' | 'user' | 'assistant' | 'tool' | 'developer' | (string & {}) | undefined
  /** The content. An assistant message that only calls tools may have none. */
  content?: string | ChatMessagePart[] | null | undefined
  /** The model's reasoning, for templates that want it back. */
  reasoning_content?: string | null | undefined
  /** The tools that the assistant called in this message. */
  tool_calls?: ToolCall[] | null | undefined
  /** In a message with the role `tool`: the id of the call that this is the result of. */
  tool_call_id?: string | null | undefined
}

/** A part of a message. The server fails with 500 on a part without its text or image. */
export type ChatMessagePart =
  | { type: 'text'; text: string }
  | {
      type: 'image_url'
      /** http(s) address or `data:image/png;base64,...`. A model without vision drops images silently. */
      image_url: { url: string; [field: string]: unknown }
    }

/** One call of a tool. */
export interface ToolCall {
  /** Id of the call, to be sent with its result. */
  id?: string | undefined
  /** Which function, with which arguments. */
  function: {
    /** Name of the function. */
    name: string
    /** Arguments as a JSON string. The model may write anything into it. */
    arguments: string
  }
  /** Always `function`. */
  type?: 'function' | undefined
  /** Position among the calls of this reply, streamed or not. */
  index?: number | null | undefined
}
