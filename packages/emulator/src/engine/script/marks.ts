/** What the marks in the last message ask of the scripted model. */
export interface Marks {
  /** `[[len:12]]`: how many words of lorem ipsum. */
  length?: number
  /** `[[delay:0.5]]`: seconds per token. */
  delaySeconds?: number
  /** `[[prefill:2]]`: seconds before the first token. */
  prefillSeconds?: number
  /** `[[think:8]]`: how many words of reasoning. */
  think?: number
  /** `[[tool:2]]`: how many tool calls. */
  toolCalls?: number
  /** `[[fail:3]]`: the generator crashes after so many tokens. */
  failAfter?: number
  /** `[[chunk:4]]`: tokens per event. */
  chunk?: number
  /** `[[say64:SGk=]]`: exactly this text. */
  say?: string
  /** `[[pre]]`: text before the tool call. */
  textBeforeTool: boolean
  /** `[[notool]]`: no tool call although there are tools. */
  noTool: boolean
  /** `[[badtool]]`: a tool call that cannot be parsed. */
  malformedTool: boolean
  /** `[[loop]]`: the answer ends because it repeats itself. */
  loop: boolean
  /** `[[inf]]`: the first token has probability 0. */
  impossible: boolean
  /** Whether there was any mark at all. */
  present: boolean
}
