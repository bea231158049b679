import type { ChatMessage, GenerationParams } from '@tabby/core'

/** Parameters of a chat completion. Samplers, `n`, `response_format` and usage are in {@link GenerationParams}. */
export interface ChatCompletionParams extends GenerationParams, ChatTemplateParams, ChatToolParams, ReasoningParams {
  /** The conversation so far, oldest message first. It may be empty; the server refuses `null` with 422. */
  messages: readonly ChatMessage[]
}

/** How the conversation becomes a prompt. */
export interface ChatTemplateParams {
  /** Whether the prompt ends with the beginning of an assistant message. Default `true`. */
  add_generation_prompt?: boolean | null | undefined
  /**
   * Continues the last message instead of replying to it; the reply holds only what is new. Needs
   * `add_generation_prompt: false` (422 otherwise).
   */
  continue_final_message?: boolean | null | undefined
  /** Text that the reply begins with. Needs `add_generation_prompt`. A `<think>` in it begins the reasoning. */
  response_prefix?: string | null | undefined
  /**
   * Variables for the model's template. They take precedence over `enable_thinking`, `reasoning_effort` and `verbosity`,
   * and those over `reasoning`. Alias: `chat_template_kwargs`.
   */
  template_vars?: Record<string, unknown> | null | undefined
  /** Alias of `template_vars`. */
  chat_template_kwargs?: Record<string, unknown> | null | undefined
  /** Ignored: `switchTemplate` chooses one for all requests. */
  prompt_template?: string | null | undefined
}

/** Which tools the model may call. */
export interface ChatToolParams {
  /** The tools. The server needs a parser for the model's call format; without one, calls are raw text in `content`. */
  tools?: readonly ChatTool[] | null | undefined
  /**
   * `none`, `auto`, `required` or one tool. None of them is enforced: a model may reply with text despite `required`,
   * and may call a tool other than the named one; `none` leaves the raw call in `content`.
   */
  tool_choice?: 'none' | 'auto' | 'required' | NamedToolChoice | null | undefined
  /** Whether several tools may be called at once. Not enforced. Default `true`. */
  parallel_tool_calls?: boolean | null | undefined
  /** Tools in OpenAI's old form, passed to the template as they are. Use `tools`. */
  functions?: readonly Record<string, unknown>[] | null | undefined
}

/** A tool that the model may call. */
export interface ChatTool {
  /** Always `function`. */
  type: 'function'
  /** The function. */
  function: {
    /** The name that the model calls it by. */
    name: string
    /** What it does. The server requires one (422), so `''` is sent if there is none. */
    description?: string | null | undefined
    /** JSON schema of the arguments. The server requires one, so that of an empty object is sent if there is none. */
    parameters?: Record<string, unknown> | null | undefined
    /** Ignored. */
    strict?: boolean | null | undefined
  }
}

/** Names the tool that the model should call. */
export interface NamedToolChoice {
  /** Always `function`. */
  type?: 'function' | undefined
  /** The function. */
  function: {
    /** Its name. */
    name: string
  }
}

/** How much the model reasons before it replies; which of these apply depends on the model and its template. */
export interface ReasoningParams {
  /** Whether it reasons at all. */
  enable_thinking?: boolean | null | undefined
  /** How much effort it spends, in the terms of the model's template: `low`, `medium`, `high` ... */
  reasoning_effort?: string | null | undefined
  /** The same settings in OpenRouter's form. */
  reasoning?: ReasoningOptions | null | undefined
  /**
   * Most tokens of reasoning; after that the model is made to reply. 0 lets one token through. Ignored with
   * `json_schema`, `regex_pattern` or `grammar_string`.
   */
  reasoning_budget_tokens?: number | null | undefined
  /** Text that ends reasoning that the budget has cut off. */
  reasoning_budget_message?: string | null | undefined
  /** How long the reply is, in the terms of the model's template. */
  verbosity?: string | null | undefined
}

/** How much the model reasons, in one object. */
export interface ReasoningOptions {
  /** Same as `reasoning_effort`. */
  effort?: string | null | undefined
  /** Same as `enable_thinking`. */
  enabled?: boolean | null | undefined
  /** Same as `reasoning_budget_tokens`. */
  max_tokens?: number | null | undefined
}
