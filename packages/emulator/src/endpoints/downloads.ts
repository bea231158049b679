import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'
import type { ServerState } from '../state/server-state.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'
import { list, optional, record } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { integer, text } from '../validation/scalars.js'
import type { RepositoryDefinition } from '../world/world.js'

const nothing = (): null => null
const downloadRequest = record('DownloadRequest', {
  repo_id: { model: text() },
  repo_type: { model: text(), default: () => 'model' },
  folder_name: { model: optional(text()), default: nothing },
  revision: { model: optional(text()), default: nothing },
  token: { model: optional(text()), default: nothing },
  include: { model: list(text()), default: () => ['*'] },
  exclude: { model: list(text()), default: (): string[] => [] },
  chunk_limit: { model: optional(integer()), default: nothing },
  timeout: { model: optional(integer()), default: nothing },
})

/**
 * `POST /v1/download`: one answer when all is there, no byte before (download_slow_no_progress). When the client
 * leaves, the half download is deleted (disconnect_download).
 */
export const download: Endpoint<OutputOf<typeof downloadRequest>> = {
  method: 'POST',
  paths: ['/v1/download'],
  access: 'admin',
  body: downloadRequest,
  async handle({ body, signal, server }) {
    refuseIds(body.repo_id)
    const repository = findRepository(server, body.repo_id, body.token)
    if (!repository.files.some((file) => isWanted(file, body))) {
      refuse(400, `File list for repo ${body.repo_id} is empty. Check your filters?`)
    }
    const isLora = body.repo_type === 'lora'
    const folder = body.folder_name || (body.repo_id.split('/').at(-1) ?? body.repo_id)
    const path = `${isLora ? 'loras' : 'models'}/${folder}`
    const there = isLora ? server.loras : server.models
    const isThere = there.some(({ name }) => name === folder || name.startsWith(`${folder}/`))
    if (isThere || server.downloading.has(path)) {
      refuse(400, `The path ${path} already exists. Remove the folder and try again.`)
    }
    server.downloading.add(path)
    await waitMilliseconds(repository.milliseconds ?? 0, signal)
    server.downloading.delete(path)
    if (!signal.aborted) there.push({ name: folder })
    return replyJson({ download_path: path })
  },
}

/** What the hub's library refuses before it asks the hub, in its words (lib). */
function refuseIds(id: string): void {
  if (id.split('/').length > 2) {
    const forms = "Repo id must be in the form 'repo_name' or 'namespace/repo_name'"
    refuse(400, `${forms}: '${id}'. Use \`repo_type\` argument if needed.`)
  }
  const names = id.split('/')
  if (!names.every(isRepositoryName) || (names.at(-1) ?? '').length > 96) {
    const letters = "Repo id must use alphanumeric chars, '-', '_' or '.'."
    refuse(400, `${letters} The name cannot start or end with '-' or '.' and the maximum length is 96: '${id}'.`)
  }
  if (/--|\.\./.test(id)) refuse(400, `Cannot have -- or .. in repo_id: '${id}'.`)
  if (id.endsWith('.git')) refuse(400, `Repo_id cannot end by '.git': '${id}'.`)
}

/** Letters of any script, digits, `_`, `-` and `.`, the last two not at an end. */
function isRepositoryName(name: string): boolean {
  return /^[\p{L}\p{N}_.-]+$/u.test(name) && !/^[.-]|[.-]$/.test(name)
}

/** Whether the filters of a download leave a file in; two empty ones are none. */
function isWanted(file: string, { include, exclude }: { include: string[]; exclude: string[] }): boolean {
  const isAmong = (patterns: string[]): boolean => patterns.some((pattern) => fitsShellPattern(pattern, file))
  return include.length + exclude.length === 0 || (isAmong(include) && !isAmong(exclude))
}

/**
 * A shell pattern: `*`, `?` and sets such as `[ab]` and `[!a-z]`. Matched step by step: a regular expression of many stars
 * would never come back.
 */
function fitsShellPattern(pattern: string, name: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0]
  while (from < name.length) {
    const unit = readUnit(pattern, at)
    if (unit === '*') [star, mark, at] = [at, from, at + 1]
    else if (fitsUnit(unit, name.charAt(from))) [at, from] = [at + unit.length, from + 1]
    else if (star >= 0) [at, mark, from] = [star + 1, mark + 1, mark + 1]
    else return false
  }
  return /^\**$/.test(pattern.slice(at))
}

const set = /\[!?\]?[^\]]{0,100}\]/y

/** A set or a character at a place of a pattern; nothing at its end. */
function readUnit(pattern: string, at: number): string {
  set.lastIndex = at
  return set.exec(pattern)?.[0] ?? pattern.charAt(at)
}

/** One character against one unit of a shell pattern. */
function fitsUnit(unit: string, character: string): boolean {
  if (unit.length === 1) return unit === '?' || unit === character
  const isNegated = unit[1] === '!'
  const ranges = unit.slice(isNegated ? 2 : 1, -1).matchAll(/([^])-([^])|([^])/g)
  const isAmong = [...ranges].some(([, first = '', last = '', only]) =>
    only === undefined ? first <= character && character <= last : only === character,
  )
  return isAmong !== isNegated
}

const usualFiles = ['README.md', 'config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']

/** The repository of this id, or the hub's refusal in the words in which the server passes it on. */
function findRepository(
  server: ServerState,
  id: string,
  token: string | null,
): RepositoryDefinition & { readonly files: readonly string[] } {
  const found = server.world.repositories?.find((repository) => fits(repository.id, id))
  if (!found || found.missing) {
    const address = `https://huggingface.co/api/models/${id}/tree/main?recursive=True&expand=False.`
    refuse(400, `401 Client Error. (Request ID: Root=1-stub)\n\nRepository Not Found for url: ${address}`)
  }
  if (found.gated && !token) {
    const address = `https://huggingface.co/${id}/config.json`
    refuse(400, `401, message='HTTP 401: Access to this model is restricted.', url='${address}'`)
  }
  return { ...found, files: found.files ?? usualFiles }
}

function fits(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id
}
