/** How models mark a call in their text. Each comment names the families that do it that way. */
export const marks: readonly string[] = [
  // Hermes, Qwen
  '<tool_call>',
  '<tool_calls>',
  '<toolcall>',
  '<TOOLCALL>',
  // Qwen coder, Llama
  '<function=',
  '<function_call>',
  '<function_calls>',
  '<functioncall>',
  '<|python_tag|>',
  // Mistral
  '[TOOL_CALLS]',
  '[TOOL_CALL]',
  // DeepSeek
  '<｜tool▁calls▁begin｜>',
  '<｜tool▁call▁begin｜>',
  '<|tool▁calls▁begin|>',
  '<|tool▁call▁begin|>',
  '<｜DSML｜',
  // Kimi, LFM2, GLM
  '<|tool_call|>',
  '<|tool_call>',
  '<|tool_calls|>',
  '<|tool_call_start|>',
  '<|tool_call_begin|>',
  '<|tool_calls_begin|>',
  '<|tool_calls_section_begin|>',
  // MiniMax, Seed
  '<minimax:tool_call>',
  '<seed:tool_call>',
  '<invoke ',
  // Command, InternLM, Phi, early Qwen
  '<|START_ACTION|>',
  '<|action_start|>',
  'functools[',
  '✿FUNCTION✿',
  // Gemma
  '<start_function_call>',
  '```tool_code',
  '```tool_call',
  // Harmony
  '<|channel|>commentary to=',
  '<|start|>assistant<|channel|>commentary to=',
]

/** Marks that also occur in other text: the name of a tool must follow at once. */
export const weakMarks: readonly string[] = ['>>>', '<tool>', '<action>', '<function>', 'Action:']
