import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'

/** `GET /v1/sampling/overrides`: what is in force; the names of presets for an admin only. */
export const overrideList: Endpoint = {
  method: 'GET',
  paths: ['/v1/sampling/overrides', '/v1/sampling/override/list'],
  gate: 'api',
  handle({ server, permission }) {
    const presets = permission() === 'admin' ? (server.world.presets ?? []).map((preset) => preset.name) : []
    const { selectedPreset, overrides } = server.overrides
    return replyJson({ selected_preset: selectedPreset, overrides, presets })
  },
}
