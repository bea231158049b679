import { TabbyResponseError } from '@tabby/core'
import { toLoadedName } from './find-card-difference.js'

/** A response of the server, or a chunk of one, as far as it names a model. */
export interface AnsweredModel {
  /** The model that spoke. */
  readonly model?: string | null | undefined
  /** The same, in streamed completions. */
  readonly model_name?: string | null | undefined
}

/**
 * Fails when another model answered than was named.
 *
 * The server ignores the `model` of a request, unless it loads models inline, and answers with whatever is loaded; even
 * then it does so for a name that it cannot load. The response names the model that was used. As the option `verify` of a generation
 * it looks at the answer, or at each chunk of a stream; it can be called by hand as well.
 *
 * @param answer - A chat completion, a completion, embeddings, or a chunk of a stream.
 * @param params - The model that was meant. Of a path only the last part counts, as the server names it.
 * @returns The answer, so that the check can stand around a call.
 * @throws TabbyResponseError when another model answered, or an unnamed one, or when none was meant.
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

/** What came from a server need not be a text. */
function toWords(name: unknown, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? name : otherwise
}
