import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply.js'

/** `GET /health`: unhealthy from the first broken generation on, for the rest of the server's life. */
export const health: Endpoint = {
  method: 'GET',
  paths: ['/health'],
  access: 'none',
  handle({ server }) {
    const { issues } = server.health
    const healthy = issues.length === 0
    return replyJson({ status: healthy ? 'healthy' : 'unhealthy', issues }, healthy ? 200 : 503)
  },
}

const repositoryUrl = 'https://github.com/theroyallab/tabbyAPI'
const documentationUrl = 'https://theroyallab.github.io/tabbyAPI'

/** `GET /.well-known/serviceinfo`: names Kobold even where it is off (oaionly_serviceinfo_still_says_kobold). */
export const serviceInfo: Endpoint = {
  method: 'GET',
  paths: ['/.well-known/serviceinfo'],
  access: 'none',
  handle: () =>
    replyJson({
      version: 0.1,
      software: { name: 'TabbyAPI', repository: repositoryUrl, homepage: repositoryUrl },
      api: {
        openai: { name: 'OpenAI API', relative_url: '/v1', documentation: documentationUrl, version: 1 },
        koboldai: { name: 'KoboldAI API', relative_url: '/api', documentation: documentationUrl, version: 1 },
      },
    }),
}
