import type { DraftModelDefinition, LoadParameters, ModelDefinition } from '../world/world.js'

/** A prompt template in use. */
export interface ActiveTemplate {
  name: string
  source: string
}

/** The loaded main model. The object is the same one for as long as the model is loaded. */
export interface LoadedModel {
  /** Last part of the folder's path: what answers are signed with. */
  readonly name: string
  readonly definition: ModelDefinition
  readonly parameters: LoadParameters
  readonly vision: boolean
  readonly draft: DraftModelDefinition | undefined
  /** Absent: chat answers 422. */
  template: ActiveTemplate | undefined
  loras: { name: string; scaling: number }[]
}
