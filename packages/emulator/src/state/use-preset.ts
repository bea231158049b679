import type { ServerState } from './server-state.js'

/** Puts a preset file in force; false when there is none of that name. */
export function usePreset(server: ServerState, name: string): boolean {
  const preset = server.world.presets?.find((candidate) => candidate.name === name)
  if (!preset) return false
  server.overrides = { selectedPreset: name, overrides: preset.overrides }
  return true
}
