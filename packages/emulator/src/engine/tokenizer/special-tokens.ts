/** Tokens that no ordinary text makes: they are found in a text only when special tokens are to be encoded. */
export const specialTokens: ReadonlyMap<string, number> = new Map(
  [
    // 0 to 2, 4, 8 and 9 are the recorded numbers (token_decode_strings, token_encode_text, token_encode_messages).
    [
      '<unk>',
      '<s>',
      '</s>',
      '<pad>',
      '<think>',
      '</think>',
      '<tool_call>',
      '</tool_call>',
      '<|im_start|>',
      '<|im_end|>',
    ],
    ['<|start|>', '<|end|>', '<|message|>', '<|channel|>', '<|constrain|>', '<|call|>', '<|return|>', '<|image|>'],
  ]
    .flat()
    .map((token, id) => [token, id]),
)

/** The token that every prompt begins with, unless `add_bos_token` is false. */
export const beginToken = 1

/** The token that ends an answer, and how it is spelled. */
export const endToken = 2
export const endText = '</s>'
