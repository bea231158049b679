import type { Endpoint } from '../../http/endpoint.js'
import { refuse } from '../../http/refuse.js'
import { requestId } from '../../state/request-id.js'
import { koboldRequest, refuseNullRange } from './kobold-request.js'
import type { KoboldRequest } from './kobold-request.js'

const HINT = 'Maybe the model was unloaded? Please check the server console.'

/**
 * `POST /api/v1/generate`: always a 503 at the recorded commit, also for a prompt that is too long, and it leaves the
 * server healthy (kobold_generate_as_shipped, kobold_generate_context_exceeded, health_after_kobold).
 */
export const koboldGenerate: Endpoint<KoboldRequest> = {
  method: 'POST',
  paths: ['/api/v1/generate', '/api/latest/generate'],
  gate: 'api',
  requires: 'model',
  body: koboldRequest,
  handle({ body }) {
    refuseNullRange(body)
    return refuse(503, `Completion ${requestId()} aborted. ${HINT}`)
  },
}
