/**
 * One message of a conversation, as it is sent; chats and token counts take the same type.
 *
 * Fields that this version does not know, such as `name`, pass through; the server ignores them. It is a union because
 * the compiler does not accept an application's own interface for a type with an index signature.
 */
export type ChatMessage = ChatMessageFields | (ChatMessageFields & { readonly [field: string]: unknown })

/** The fields of a message that the server reads. */
interface ChatMessageFields {
  /** `system`, `user`, `assistant`, `tool`, or any other role that the model's template knows. Default `user`. */
  role?: 'system' | 'user' | 'assistant' | 'tool' | 'developer' | (string & {}) | undefined
  /** The content. An assistant message that only calls tools may have none. */
  content?: string | ChatMessagePart[] | null | undefined
  /** The model's reasoning, for templates that want it back. */
  reasoning_content?: string | null | undefined
  /** The tools that the assistant called in this message. */
  tool_calls?: ToolCall[] | null | undefined
  /** In a message with the role `tool`: the id of the call whose result this is. */
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
  /** Id of the call; send it back with the result. */
  id?: string | undefined
  /** The function to call, and its arguments. */
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
