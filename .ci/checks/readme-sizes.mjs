import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.mjs'

const figure = /\b\d+\.\d kB/

/**
 * Compares the `8.1 kB` figures of a README with the measured ones. A figure belongs to the last name in backticks
 * before it on its line that has a size row (`createChatCompletion`, `createChatCompletion + streamChatCompletion`).
 * Returns what differs; with `write` it puts the measured figures in.
 */
export function syncReadmeSizes(path, sizes, write) {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  const problems = []
  const lines = readFileSync(absolute, 'utf8').split('\n')
  const synced = lines.map((line, index) => {
    if (!figure.test(line)) return line
    let size
    return line.replaceAll(/`([^`]+)`|\b\d+\.\d kB/g, (match, name) => {
      if (name !== undefined) {
        size = sizes.get(name) ?? size
        return match
      }
      if (size === undefined) problems.push(`${path}:${index + 1}: ${match} follows no name that has a size row`)
      else if (size !== match && !write) problems.push(`${path}:${index + 1}: says ${match}, measured ${size}`)
      return size ?? match
    })
  })
  if (write && synced.join('\n') !== lines.join('\n')) writeFileSync(absolute, synced.join('\n'))
  return problems
}
