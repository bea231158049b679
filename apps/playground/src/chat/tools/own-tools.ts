import { createKeptList } from '../../ui/create-kept-list.js'
import { sortByName } from '../../ui/sort-by-name.js'
import { forgetAllowedTool } from '../state/allowed-tools.js'
import { type OwnTool, readOwnTool } from './own-tool.js'

const list = createKeptList('tabby-own-tools', readOwnTool)

/** The tools that the user has written, by name. They outlive the tab. */
export const ownTools = list.entries

/** Keeps a tool in the place of the one with this name. It asks again before it runs. */
export function saveOwnTool(tool: OwnTool, former = tool.name): void {
  for (const name of [tool.name, former]) forgetAllowedTool(name)
  const others = ownTools.value.filter(({ name }) => name !== tool.name && name !== former)
  list.keep(sortByName([...others, tool]))
}

/** Deletes a tool. */
export function removeOwnTool(name: string): void {
  list.keep(ownTools.value.filter((each) => each.name !== name))
}
