import type { ChatMessage, GenerationParams } from '@tabby/core'

/** What a chat is asked with. Samplers, `n`, `response_format` and usage are in {@link GenerationParams}. */
export interface ChatCompletionParams extends GenerationParams, ChatTemplateParams, ChatToolParams, ReasoningParams {
  /** The conversation so far, oldest turn first. It may be empty; `null` is answered with a 422. */
  messages: readonly ChatMessage[]
}

/** How the conversation becomes a prompt. */
export interface ChatTemplateParams {
  /** Whether the prompt ends with the beginning of an assistant's turn. Default `true`. */
  add_generation_prompt?: boolean | null | undefined
  /**
   * Goes on with the last message instead of answering it; the answer holds only what is new. Needs
   * `add_generation_prompt: false` (422 otherwise).
   */
  continue_final_message?: boolean | null | undefined
  /** Text that the answer is made to begin with. Needs `add_generation_prompt`. */
  response_prefix?: string | null | undefined
  /** Variables for the model's template. Alias: `chat_template_kwargs`. */
  template_vars?: Record<string, unknown> | null | undefined
  /** Alias of `template_vars`. */
  chat_template_kwargs?: Record<string, unknown> | null | undefined
  /** Ignored (recording chat_prompt_template_param_ignored): `switchTemplate` chooses one for all requests. */
  prompt_template?: string | null | undefined
}

/** Which tools the model may call. */
export interface ChatToolParams {
  /** The tools. The server needs a parser for the model's way of calling; without, calls are raw text in `content`. */
  tools?: readonly ChatTool[] | null | undefined
  /**
   * `none`, `auto`, `required` or one tool. None of them is enforced: a model may answer with text where it is
   * `required`, and call another tool than the named one; `none` leaves the raw call in `content`.
   */
  tool_choice?: 'none' | 'auto' | 'required' | NamedToolChoice | null | undefined
  /** Whether several tools may be called at once. Not enforced. Default `true`. */
  parallel_tool_calls?: boolean | null | undefined
  /** Tools in OpenAI's old form, handed to the template as they are. Use `tools`. */
  functions?: readonly Record<string, unknown>[] | null | undefined
}

/** A tool that the model may call. */
export interface ChatTool {
  /** Always `function`. */
  type: 'function'
  /** The function. */
  function: {
    /** Name by which the model calls it. */
    name: string
    /** What it is good for. The server needs one (422), so `''` is sent when there is none. */
    description?: string | null | undefined
    /** JSON schema of the arguments. The server needs one, so that of an empty object is sent when there is none. */
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

/** How much the model thinks before it answers; what of it has an effect depends on the model and its template. */
export interface ReasoningParams {
  /** Whether it thinks at all. */
  enable_thinking?: boolean | null | undefined
  /** How hard it thinks, in the words of the model's template: `low`, `medium`, `high` ... */
  reasoning_effort?: string | null | undefined
  /** The same things in OpenRouter's form. */
  reasoning?: ReasoningOptions | null | undefined
  /** Most tokens to think, in tokens; then it is made to answer. */
  reasoning_budget_tokens?: number | null | undefined
  /** What is put at the end of thoughts that were cut off by the budget. */
  reasoning_budget_message?: string | null | undefined
  /** How much it says, in the words of the model's template. */
  verbosity?: string | null | undefined
}

/** How much the model thinks, in one object. */
export interface ReasoningOptions {
  /** As `reasoning_effort`. */
  effort?: string | null | undefined
  /** As `enable_thinking`. */
  enabled?: boolean | null | undefined
  /** As `reasoning_budget_tokens`. */
  max_tokens?: number | null | undefined
}
