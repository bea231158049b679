/** Says why the server must not get this, or nothing when it may. Values are never quoted: they may be a prompt. */
export function readSwitchProblem({
  preset,
  overrides,
}: {
  preset?: unknown
  overrides?: unknown
}): string | undefined {
  if (preset && overrides) return 'a preset and overrides exclude each other: the server would ignore the overrides'
  if (preset) return undefined
  if (!isObject(overrides)) return 'either a preset or overrides by parameter are needed'
  const entries = Object.entries(overrides).filter(([, entry]) => entry !== undefined)
  if (entries.length === 0) return 'overrides are empty: unloadSamplerOverride takes all out of force'
  const [broken] = entries.find(([, entry]) => !isObject(entry) || entry.override === undefined) ?? []
  return broken && `the override of ${broken} has to be { override: value }: any other form breaks every generation`
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
