/** What encloses reasoning in the text of a model whose server has no parser for it: opening and closing tag. */
export const reasoningTags: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<seed:think>', '</seed:think>'],
  ['[THINK]', '[/THINK]'],
  ['<|channel|>analysis', '<|channel|>final<|message|>'],
]

/** What opens and closes a block of code. */
export const codeFences: readonly string[] = ['```', '~~~']
