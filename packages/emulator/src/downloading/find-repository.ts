import { refuse } from '../http/refuse.js'
import type { ServerState } from '../state/server-state.js'
import type { RepositoryDefinition } from '../world/world.js'

/** The repository of this id, or the hub's refusal in the words in which the server passes it on. */
export function findRepository(server: ServerState, id: string, token: string | null): RepositoryDefinition {
  const found = server.world.repositories?.find((repository) => fits(repository.id, id))
  if (!found || found.missing) {
    const address = `https://huggingface.co/api/models/${id}/tree/main?recursive=True&expand=False.`
    refuse(400, `401 Client Error. (Request ID: Root=1-stub)\n\nRepository Not Found for url: ${address}`)
  }
  if (found.gated && !token) {
    const address = `https://huggingface.co/${id}/config.json`
    refuse(400, `401, message='HTTP 401: Access to this model is restricted.', url='${address}'`)
  }
  return found
}

function fits(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id
}
