import type { ServerState } from '../state/server-state.js'

/**
 * Takes the model away at once. Its running generations get no more tokens and are not told: streams go on pinging for
 * ever, plain requests answer with what they have (unload_during_chat_stream, unload_during_chat_plain).
 */
export function unloadModel(server: ServerState): void {
  server.model = undefined
  server.jobs.cancelAll()
}
