const shim = 'made to work by a shim on the recording side; as shipped, Kobold generation always fails'

const otherModel = 'recorded with another scripted model, whose tokenizer cuts letters that say nothing otherwise'

/** Recorded exchanges in which the emulator differs on purpose, each with the reason. */
export const knownDifferences: Record<string, string> = {
  chat_length_stream: 'two tokens came as one event there, by an accident of timing',
  harmony_calls__harmony_model_texts_10_post_v1_chat_completions: otherModel,
  logprobs_around_tags__say_logprobs_chunk_stream: otherModel,
  kobold_shim_stream: shim,
  kobold_shim_stream_aborted: shim,
  kobold_shim_stream_fail: shim,
  kobold_shim_stream_length: shim,
  kobold_shim_stream_ping: shim,
}
