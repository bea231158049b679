import type { TabbyRequest } from '@tabby/core'

/** A server has one model that generates, and one for embeddings. */
export type ModelKind = 'text' | 'embedding'

/** Where a server reports which model it has. */
export const modelPaths: Readonly<Record<ModelKind, string>> = {
  text: '/v1/model',
  embedding: '/v1/model/embedding',
}

/** What a request needs from a server. */
export interface NeededModel {
  readonly kind: ModelKind
  /** The model that it names. */
  readonly name: string | undefined
}

/** Reads which model a request names. */
export function readNeededModel({ path, body }: Pick<TabbyRequest, 'path' | 'body'>): NeededModel {
  const name = (body as { readonly model?: unknown } | null | undefined)?.model
  return {
    kind: path.startsWith('/v1/embeddings') ? 'embedding' : 'text',
    name: typeof name === 'string' && name !== '' ? name : undefined,
  }
}

/** The name of a model once it is loaded: the last part of its path. */
export function toLoadedName(name: string): string {
  return (
    name
      .split(/[\\/]/)
      .filter((part) => part !== '' && part !== '.')
      .at(-1) ?? name
  )
}

/** Reads which model responded: the last chunks of some streams, and errors, do not name one. */
export function readAnsweredModel(value: unknown): string | undefined {
  const { model, model_name: name = model } = (value ?? {}) as { readonly [name: string]: unknown }
  return typeof name === 'string' && name !== '' ? name : undefined
}
