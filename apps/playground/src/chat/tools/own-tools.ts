import { signal } from '@preact/signals'
import { keepValue, readKeptValue } from '../../ui/kept-value.js'
import { forgetAllowedTool } from '../state/allowed-tools.js'
import { type OwnTool, readOwnTool } from './own-tool.js'

const place = 'tabby-own-tools'

/** The tools that the user has written, by name. They outlive the tab. */
export const ownTools = signal<readonly OwnTool[]>(readKept())

/** Keeps a tool in the place of the one with this name. It asks again before it runs. */
export function saveOwnTool(tool: OwnTool, former = tool.name): void {
  for (const name of [tool.name, former]) forgetAllowedTool(name)
  const others = ownTools.value.filter(({ name }) => name !== tool.name && name !== former)
  keep([...others, tool].sort((one, other) => one.name.localeCompare(other.name)))
}

/** Deletes a tool. */
export function removeOwnTool(name: string): void {
  keep(ownTools.value.filter((each) => each.name !== name))
}

function keep(changed: readonly OwnTool[]): void {
  ownTools.value = changed
  keepValue('localStorage', place, JSON.stringify(changed))
}

function readKept(): OwnTool[] {
  try {
    const kept: unknown = JSON.parse(readKeptValue('localStorage', place) ?? '[]')
    return Array.isArray(kept) ? kept.flatMap((each) => readOwnTool(each) ?? []) : []
  } catch {
    return []
  }
}
