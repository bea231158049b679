/** Names that the server ignores without an error, and what to do instead: other servers' names, and removed ones. */
export const unknownSamplerNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['seed', 'Leave it out: the server has no seed.'],
  ['best_of', 'Leave it out: n gives several completions.'],
  ['repeat_penalty', 'Call it repetition_penalty.'],
  ['max_new_tokens', 'Call it max_tokens.'],
  ['num_predict', 'Call it max_tokens.'],
  // What the ExLlamaV2 backend had, and what no schema of the server lists any more.
  ['cfg_scale', 'Leave it out: the server no longer has classifier-free guidance (CFG).'],
  ['guidance_scale', 'Leave it out: the server no longer has classifier-free guidance (CFG).'],
  ['negative_prompt', 'Leave it out: the server no longer has classifier-free guidance (CFG).'],
  ['speculative_ngram', 'Leave it out: the server no longer has n-gram speculation; load a draft model instead.'],
  [
    'generate_window',
    'Leave it out: the server no longer moves the context; fitMessages of @tabby/tokens shortens it.',
  ],
  ['skip_special_tokens', 'Leave it out: the server no longer has this switch.'],
])
