import { requestJson, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import { requireParams, toBody } from '@tabby/kit/body/to-body'
import * as v from 'valibot'

/** The response of `POST /v1/download`. */
export const downloadSchema = /* @__PURE__ */ (() => v.looseObject({ download_path: v.string() }))()

/** Parameters of a download from Hugging Face. */
export interface DownloadModelParams {
  /** Repository: `owner/name`. */
  repo_id: string
  /** `model` (default) or `lora`: whether it goes into the model directory or the LoRA directory. */
  repo_type?: 'model' | 'lora' | (string & {}) | undefined
  /** Folder to create in that directory. Default: the name of the repository. It must not exist yet. */
  folder_name?: string | null | undefined
  /** Branch, tag or commit. Default: the main branch. EXL3 models often have one branch per size. */
  revision?: string | null | undefined
  /** Hugging Face access token, for repositories that need one. It is sent to the TabbyAPI server. */
  token?: string | null | undefined
  /** Patterns (`*.json`) of the files to download. Default: all. */
  include?: string[] | undefined
  /** Patterns of files to leave out, even if `include` matches them. */
  exclude?: string[] | undefined
  /** How much the server reads at once, in units of 100,000 bytes. */
  chunk_limit?: number | null | undefined
  /**
   * Timeout of the server for the whole download, in **seconds**, since it is the server's own field. The `timeout` of
   * the options is that of this call, in milliseconds. Default: none.
   */
  timeout?: number | null | undefined
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/** Where a download was saved. */
export interface Download {
  /** Path on the server: `models/` or `loras/` and the folder's name. */
  download_path: string
}

/** Options of `downloadModel`. */
export interface DownloadModelOptions extends TabbyRequestOptions {
  /**
   * Allows an abort or a timeout to delete the files on the server, however many gigabytes are already there. Without
   * it, a `signal` or a `timeout` is refused, and the client's `timeout` does not apply. Default `false`.
   */
  abortDeletesFiles?: boolean | undefined
}

/**
 * Makes the server download a model or LoRA from Hugging Face, and waits until it is complete.
 *
 * `POST /v1/download`. The server sends nothing, not even headers, before the end, and reports no progress. **Aborting,
 * or closing the program, deletes the files on the server**: it stops a download whose client has disconnected and
 * removes the whole folder. So a `signal` or a `timeout` is refused unless you confirm it with `abortDeletesFiles:
 * true`. The names of repository and folder, and the patterns, are checked before they are sent, because the server
 * appends the folder to its own directory unchecked.
 *
 * @param params - The repository, the files and the destination.
 * @param options - `abortDeletesFiles` and, with it, signal and timeout of this call. No timeout by default, never
 * retried.
 * @returns Where it was saved.
 * @throws TabbyRequestError before anything is sent, for a name that is a path, a bad pattern, a signal or timeout
 * without `abortDeletesFiles`.
 * @throws TabbyApiError with the code `invalid_request` when it fails, with the hub's message: no such repository, no
 * permission, a folder that exists, no file that matches the patterns.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { downloadModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { download_path: path } = await downloadModel(client, {
 *   repo_id: 'demo/some-model-exl3',
 *   revision: '4.0bpw',
 *   folder_name: 'some-model-4.0bpw',
 * })
 * console.log(path)
 * ```
 */
export async function downloadModel(
  client: TabbyClient,
  params: DownloadModelParams,
  options: DownloadModelOptions = {},
): Promise<Download> {
  requireParams('downloadModel', params)
  const { abortDeletesFiles, ...call } = options ?? {}
  const limit = typeof call.timeout === 'object' ? call.timeout?.load : call.timeout
  if (!abortDeletesFiles && (call.signal || (limit ?? false) !== false)) {
    throw new TabbyRequestError(
      'downloadModel: an abort deletes the files on the server: set abortDeletesFiles if that is intended',
    )
  }
  const problem = readDownloadProblem(params)
  if (problem) throw new TabbyRequestError(`downloadModel: ${problem}`)
  const { repo_type, include, exclude, token } = params
  return requestJson<Download>(client, {
    ...call,
    // A timeout that a client sets for every call must not delete files.
    timeout: abortDeletesFiles ? call.timeout : false,
    path: '/v1/download',
    access: 'admin',
    operation: 'load',
    // The server and the hub quote it in their messages about a failure.
    secrets: token ? [token] : [],
    // The server refuses a null in these three with 422.
    body: toBody(
      'POST /v1/download',
      {
        ...params,
        repo_type: repo_type ?? undefined,
        include: include ?? undefined,
        exclude: exclude ?? undefined,
      },
      checkedFields,
    ),
    schema: downloadSchema,
  })
}

/** Fields that are checked before they are sent, or kept out of errors: `extra` must not bring them in. */
const checkedFields = ['repo_id', 'folder_name', 'include', 'exclude', 'token']

/** Returns why this download must not be sent, if there is a reason. It never quotes the token. */
function readDownloadProblem({
  repo_id,
  folder_name,
  include,
  exclude,
  token,
}: DownloadModelParams): string | undefined {
  // A few old repositories have no owner. The last part is the default name of the folder.
  const parts = typeof repo_id === 'string' ? repo_id.split('/') : ['']
  if (parts.length > 2 || !parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part)))
    return 'repo_id must be owner/name'
  // The server appends it to its own directory unchecked, so a path would lead out of there, and be deleted on a
  // failure.
  if (folder_name && (typeof folder_name !== 'string' || /[\\/:]/.test(folder_name) || /^\.+$/.test(folder_name))) {
    return 'folder_name must be the name of one folder, not a path'
  }
  if (token && typeof token !== 'string') return 'token must be a string'
  for (const [name, patterns] of Object.entries({ include, exclude })) {
    if (patterns === undefined || patterns === null) continue
    const isGood = (pattern: unknown) => typeof pattern === 'string' && pattern !== '' && !/^[/\\]/.test(pattern)
    if (!Array.isArray(patterns) || !patterns.every(isGood)) {
      return `${name} must be a list of patterns such as *.json, without a slash at the beginning`
    }
  }
  return undefined
}
