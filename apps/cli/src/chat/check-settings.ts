/** What the server will ignore or refuse among parameters that the compiler cannot check, in sentences. */
export async function checkSettings(params: object): Promise<string[]> {
  // Only those who set something wait for it.
  const [{ checkSamplerParams }, { chatCompletionParamsSchema }, { completionParamsSchema }] = await Promise.all([
    import('@tabby/sampling'),
    import('@tabby/chat/schema'),
    import('@tabby/completions/schema'),
  ])
  const known = new Set([
    ...Object.keys(chatCompletionParamsSchema.entries),
    ...Object.keys(completionParamsSchema.entries),
  ])
  const issues = checkSamplerParams(params)
  const explained = new Set(issues.map(({ field }) => field))
  const unknown = Object.keys(params).filter((name) => !known.has(name) && !explained.has(name))
  return [
    ...issues.map(({ field, advice }) => `${field}: ${advice}`),
    ...unknown.map((name) => `${name} is not a parameter of TabbyAPI, so the server ignores it`),
  ]
}
