import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'

const REPOSITORY = 'https://github.com/theroyallab/tabbyAPI'
const DOCUMENTATION = 'https://theroyallab.github.io/tabbyAPI'

/** `GET /.well-known/serviceinfo`: names Kobold even where it is off (oaionly_serviceinfo_still_says_kobold). */
export const serviceInfo: Endpoint = {
  method: 'GET',
  paths: ['/.well-known/serviceinfo'],
  gate: 'none',
  handle: () =>
    replyJson({
      version: 0.1,
      software: { name: 'TabbyAPI', repository: REPOSITORY, homepage: REPOSITORY },
      api: {
        openai: { name: 'OpenAI API', relative_url: '/v1', documentation: DOCUMENTATION, version: 1 },
        koboldai: { name: 'KoboldAI API', relative_url: '/api', documentation: DOCUMENTATION, version: 1 },
      },
    }),
}
