import { TabbyResponseError } from '@tabby/core'

/** An answer of the server, or a piece of one, as far as it names a model. */
export interface AnsweredModel {
  /** The model that spoke. */
  model?: string | null | undefined
  /** The same, in streamed completions. */
  model_name?: string | null | undefined
}

/**
 * Fails when another model answered than was named.
 *
 * The server ignores the `model` of a request, unless it loads models inline, and answers with whatever is loaded; even
 * then it does so for a name that it cannot load. The answer tells which it was. Works for whole answers and for each
 * chunk of a stream.
 *
 * @param answer - A chat completion, a completion, embeddings, or a chunk of a stream.
 * @param params - The model that was meant. Of a path only the last part counts, as the server names it.
 * @returns The answer, so that the check can stand around a call.
 * @throws TabbyResponseError when another model answered, or the answer names none.
 *
 * @example
 * ```ts
 * import { createTabbyClient, requestJson } from '@tabby/core'
 * import { checkAnsweredModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const body = { prompt: 'Once upon a time', max_tokens: 16 }
 * const answer = await requestJson<{ model: string }>(client, { path: '/v1/completions', body })
 * console.log(checkAnsweredModel(answer, { model: 'demo-8b-exl3' }).model)
 * ```
 */
export function checkAnsweredModel<T extends AnsweredModel>(answer: T, params: { model: string }): T {
  const { model, model_name: name = model } = answer
  if (name && name === params.model.split(/[\\/]/).at(-1)) return answer
  const message = `${name ?? 'a model without a name'} answered where ${params.model} was meant`
  throw new TabbyResponseError('invalid_response', message, { paths: ['model'] })
}
