import type { ActiveTemplate } from '../state/loaded-model.js'
import type { ServerState } from '../state/server-state.js'

/** The template file of this name, which may carry its ending (template_switch_with_ext). */
export function findTemplate(server: ServerState, name: string): ActiveTemplate | undefined {
  const stem = name.replace(/\.jinja$/, '')
  const found = server.world.templates?.find((template) => template.name === stem)
  return found && { name: found.name, source: found.source }
}
