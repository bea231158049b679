import type { LoadedModel } from '../state/loaded-model.js'
import type { ServerState } from '../state/server-state.js'
import { resolveParameters } from './resolve-parameters.js'

/** Puts in place what the world says is loaded when the server starts, at once. */
export function loadAtStart(server: ServerState): void {
  const { loaded } = server.world
  if (!loaded) return
  const definition = server.models.find((model) => model.name === loaded.model)
  if (definition) server.model = describeLoaded(server, definition)
  server.embeddingModel = server.world.embeddingModels?.find((model) => model.name === loaded.embeddingModel)
  if (loaded.preset !== undefined) {
    const overrides = server.world.presets?.find(({ name }) => name === loaded.preset)?.overrides ?? {}
    server.overrides = { selectedPreset: loaded.preset, overrides }
  }
}

function describeLoaded(server: ServerState, definition: LoadedModel['definition']): LoadedModel {
  const { template } = definition
  return {
    name: definition.name.split('/').at(-1) ?? definition.name,
    definition,
    parameters: resolveParameters(server, definition, {}),
    vision: (definition.visionModules ?? 0) > 0,
    draft: server.world.draftModels?.find((draft) => draft.name === server.world.loaded?.draftModel),
    template: template === undefined ? undefined : { name: 'from_tokenizer_config', source: template },
    loras: [],
  }
}
