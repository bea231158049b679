import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { downloadSchema } from './download-schema.js'

/** What to download from Hugging Face, and where to. */
export interface DownloadModelParams {
  /** Repository: `owner/name`. */
  repo_id: string
  /** `model` (default) or `lora`: whether it goes into the model directory or the LoRA directory. */
  repo_type?: 'model' | 'lora' | (string & {}) | undefined
  /** Folder to make in that directory. Default: the name of the repository. It must not exist yet. */
  folder_name?: string | null | undefined
  /** Branch, tag or commit. Default: the main branch. EXL3 models often have one branch for each size. */
  revision?: string | null | undefined
  /** Access token of Hugging Face, for repositories that need one. It is sent to the TabbyAPI server. */
  token?: string | null | undefined
  /** Patterns (`*.json`) of the files to take. Default: all. */
  include?: string[] | undefined
  /** Patterns of files to leave out, also of those that `include` takes. */
  exclude?: string[] | undefined
  /** How much the server reads at once, in units of 100,000 bytes. */
  chunk_limit?: number | null | undefined
  /** Time limit that the server sets itself for the whole download, in seconds. Default: none. */
  timeout?: number | null | undefined
  /** Fields that this version does not know pass through. */
  [field: string]: unknown
}

/** Where a download was put. */
export interface Download {
  /** Path on the server: `models/` or `loras/` and the folder's name. */
  download_path: string
}

/**
 * Lets the server download a model or LoRA from Hugging Face, and waits until it is there.
 *
 * `POST /v1/download`. It takes as long as it takes: the server sends nothing, not even headers, before the end, and
 * tells no progress. **Aborting, or closing the program, deletes the files on the server**: it ends a download whose
 * client is gone and removes the whole folder. So hand over a signal or a `timeout` only where that is meant.
 *
 * @param client - The client.
 * @param params - Which repository, which files, and where to.
 * @param options - Signal, timeout, headers and retries of this call. No time limit by default, and never repeated.
 * @returns Where it was put.
 * @throws TabbyApiError with the code `invalid_request` when it fails, in the hub's words: no such repository, no
 * permission, a folder that exists, no file that fits the patterns.
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
export function downloadModel(
  client: TabbyClient,
  params: DownloadModelParams,
  options?: TabbyRequestOptions,
): Promise<Download> {
  const { repo_type, include, exclude } = params
  return requestJson<Download>(client, {
    ...options,
    path: '/v1/download',
    access: 'admin',
    operation: 'load',
    // The server refuses a null in these three with 422.
    body: {
      ...params,
      repo_type: repo_type ?? undefined,
      include: include ?? undefined,
      exclude: exclude ?? undefined,
    },
    schema: downloadSchema,
  })
}
