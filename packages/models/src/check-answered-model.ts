import { TabbyResponseError } from '@tabby/core'
import { toLoadedName } from './find-card-difference.js'

/** The part of a response, or of a chunk, that names the model. */
export interface AnsweredModel {
  /** The model that replied. */
  readonly model?: string | null | undefined
  /** Its name in streamed completions. */
  readonly model_name?: string | null | undefined
}

/**
 * Throws if a model other than the requested one replied.
 *
 * Unless it loads models inline, the server ignores the `model` of a request and replies with whatever is loaded; a
 * server that does load them inline still does so for a name that it cannot load. The response names the model that was
 * used. As the option `verify` of a generation, this function checks the response, or each chunk of a stream; you can
 * also call it yourself.
 *
 * @param answer - A chat completion, a completion, embeddings, or a chunk of a stream.
 * @param params - The model that you requested. Only the last part of a path counts, because that is how the server
 * names it.
 * @returns The answer, so that you can wrap the check around a call.
 * @throws TabbyResponseError when a different or unnamed model replied, or when no model was requested.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatCompletion } from '@tabby/chat'
 * import { checkAnsweredModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const params = { model: 'demo-8b-exl3', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 16 }
 * const answer = await createChatCompletion(client, params, { verify: checkAnsweredModel })
 * console.log(answer.model) // 'demo-8b-exl3', or it would have failed
 * ```
 */
export function checkAnsweredModel<T extends AnsweredModel>(answer: T, params: Pick<AnsweredModel, 'model'>): T {
  const { model, model_name: name = model } = answer ?? ({} as AnsweredModel)
  const { model: meant } = params ?? ({} as AnsweredModel)
  if (name && typeof meant === 'string' && name === toLoadedName(meant)) return answer
  const message = `Expected model ${toWords(meant, 'none')}, but ${toWords(name, 'a model without a name')} answered`
  throw new TabbyResponseError(message, { paths: ['model'] })
}

/** A value from a server is not necessarily a string. */
function toWords(name: unknown, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? name : otherwise
}
