export { createEmulator } from './create-emulator.js'
export type { EmulatorOptions } from './create-emulator.js'
export { createDemoWorld } from './world/create-demo-world.js'
export { readWorld } from './world/read-world.js'
export { WorldError } from './world/read-world.js'
export type { Fault, FaultEffect } from './faults/fault.js'
export type { JournalEntry } from './journal/journal.js'
export type { Emulator } from './emulator.js'
export type { ServerHealthIssue } from './state/server-health.js'
export type {
  DraftModelDefinition,
  EmbeddingModelDefinition,
  ImageDefinition,
  Keys,
  LoadedAtStart,
  LoadParameters,
  LoraDefinition,
  ModelDefinition,
  PresetDefinition,
  RepositoryDefinition,
  Settings,
  Speed,
  TemplateDefinition,
  World,
} from './world/world.js'
export type { Conversation, ScriptedAnswer, ScriptedAnswerParts } from './engine/script/scripted-answer.js'
