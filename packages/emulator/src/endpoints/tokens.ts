import { renderPrompt } from '../engine/prompt/render-prompt.js'
import { decodeInTurns } from '../engine/tokenizer/decode-tokens.js'
import { encodeInTurns } from '../engine/tokenizer/encode-text.js'
import { endText } from '../engine/tokenizer/special-tokens.js'
import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'
import { requireModel } from '../state/require-model.js'
import type { ServerState } from '../state/server-state.js'
import { createTurn } from '../time/turn.js'
import { anything, dictionary, list, optional, record, union } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { boolean, integer, text } from '../validation/scalars.js'
import { requireRenderable, templateMessages } from './generation/chat-prompt.js'
import { findImageSource } from './generation/fetch-image.js'
import { chatMessageModel } from './generation/chat-request.js'

const yes = (): boolean => true

/** What both token endpoints take. */
const tokenFlags = {
  add_bos_token: { model: boolean(), default: yes },
  encode_special_tokens: { model: boolean(), default: yes },
  decode_special_tokens: { model: boolean(), default: yes },
}

const tokenEncodeModel = record('TokenEncodeRequest', {
  ...tokenFlags,
  text: { model: union(text(), list(chatMessageModel)) },
  template_vars: {
    model: optional(dictionary(anything())),
    default: () => ({}),
    aliases: ['template_vars', 'chat_template_kwargs'],
  },
})

type TokenEncodeRequest = OutputOf<typeof tokenEncodeModel>

/** `POST /v1/token/encode`. */
export const tokenEncode: Endpoint<TokenEncodeRequest> = {
  method: 'POST',
  paths: ['/v1/token/encode'],
  access: 'api',
  requires: 'model',
  body: tokenEncodeModel,
  async handle({ body, server, signal }) {
    const given = typeof body.text === 'string' ? body.text : await renderMessages(body.text, body, { server, signal })
    const settings = { addBegin: body.add_bos_token, encodeSpecial: body.encode_special_tokens }
    const tokens = await encodeInTurns(given, settings, createTurn(signal))
    return replyJson({ tokens, length: tokens.length })
  },
}

/** The messages as the template writes them, without the opening of an answer whatever `template_vars` says. */
async function renderMessages(
  messages: Exclude<TokenEncodeRequest['text'], string>,
  body: TokenEncodeRequest,
  { server, signal }: { server: ServerState; signal: AbortSignal },
): Promise<string> {
  const model = requireModel(server)
  if (!model.template) refuse(422, 'Cannot tokenize chat completion message because a prompt template is not set.')
  requireRenderable([messages, body.template_vars])
  return await renderPrompt(model.template.source, {
    ...body.template_vars,
    messages: await templateMessages(messages, findImageSource(server, signal)),
    add_generation_prompt: false,
    bos_token: '',
    eos_token: model.definition.eosToken ?? endText,
  })
}

const tokenDecodeModel = record('TokenDecodeRequest', { ...tokenFlags, tokens: { model: list(integer()) } })

/** `POST /v1/token/decode`. */
export const tokenDecode: Endpoint<OutputOf<typeof tokenDecodeModel>> = {
  method: 'POST',
  paths: ['/v1/token/decode'],
  access: 'api',
  requires: 'model',
  body: tokenDecodeModel,
  handle: async ({ body, signal }) => {
    const settings = { decodeSpecial: body.decode_special_tokens }
    return replyJson({ text: await decodeInTurns(body.tokens, settings, createTurn(signal)) })
  },
}
