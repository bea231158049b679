import type { KeyEntry } from '../keys/key-file.js'

/** Whether a key may use a model, by the name of either the gateway or the server. */
export function isAllowedModel(
  { models }: Pick<KeyEntry, 'models'>,
  names: Readonly<Record<string, string>>,
  model: string,
): boolean {
  if (!models) return true
  const meant = (name: string) => (Object.hasOwn(names, name) ? names[name] : name)
  return models.some((name) => name === model || meant(name) === meant(model))
}
