import { renderPrompt } from '../engine/prompt/render-prompt.js'
import { END_TEXT } from '../engine/tokenizer/special-tokens.js'
import { encodeInTurns } from '../engine/tokenizer/encode-in-turns.js'
import type { Endpoint } from '../http/endpoint.js'
import { refuse } from '../http/refuse.js'
import { replyJson } from '../http/reply-json.js'
import type { LoadedModel } from '../state/loaded-model.js'
import { requireModel } from '../state/require-model.js'
import { createTurn } from '../time/turn.js'
import { anything } from '../validation/anything.js'
import { dictionary } from '../validation/dictionary.js'
import { list } from '../validation/list.js'
import type { OutputOf } from '../validation/model.js'
import { optional } from '../validation/optional.js'
import { record } from '../validation/record.js'
import { text } from '../validation/text.js'
import { union } from '../validation/union.js'
import { chatMessageModel } from './generation/chat-message-model.js'
import { requireRenderable, templateMessages } from './generation/chat-prompt.js'
import { tokenFlags } from './generation/token-flags.js'

const tokenEncodeModel = record('TokenEncodeRequest', {
  ...tokenFlags,
  text: { model: union(text(), list(chatMessageModel)) },
  template_vars: { model: optional(dictionary(anything())), default: () => ({}) },
})

type TokenEncodeRequest = OutputOf<typeof tokenEncodeModel>

/** `POST /v1/token/encode`. */
export const tokenEncode: Endpoint<TokenEncodeRequest> = {
  method: 'POST',
  paths: ['/v1/token/encode'],
  gate: 'api',
  requires: 'model',
  body: tokenEncodeModel,
  async handle({ body, server, signal }) {
    const given = typeof body.text === 'string' ? body.text : renderMessages(body.text, body, requireModel(server))
    const settings = { addBegin: body.add_bos_token, encodeSpecial: body.encode_special_tokens }
    const tokens = await encodeInTurns(given, settings, createTurn(signal))
    return replyJson({ tokens, length: tokens.length })
  },
}

/** The messages as the template writes them, without the opening of an answer whatever `template_vars` says. */
function renderMessages(
  messages: Exclude<TokenEncodeRequest['text'], string>,
  body: TokenEncodeRequest,
  model: LoadedModel,
): string {
  if (!model.template) refuse(422, 'Cannot tokenize chat completion message because a prompt template is not set.')
  requireRenderable([messages, body.template_vars])
  return renderPrompt(model.template.source, {
    ...body.template_vars,
    messages: templateMessages(messages, model.vision),
    add_generation_prompt: false,
    bos_token: '',
    eos_token: model.definition.eosToken ?? END_TEXT,
  })
}
