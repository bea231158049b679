import type { DownloadModelParams } from '@tabby/models'

/** The values of the fields of a download. */
export interface DownloadForm {
  repository: string
  revision: string
  folder: string
  type: 'model' | 'lora'
  include: string
  exclude: string
  token: string
}

/** An empty form. */
export const emptyDownloadForm: DownloadForm = {
  repository: '',
  revision: '',
  folder: '',
  type: 'model',
  include: '',
  exclude: '',
  token: '',
}

/** Reads the fields of a download. A Hugging Face URL, as copied from a browser, stands for its repository. */
export function toDownloadParams(form: DownloadForm): DownloadModelParams {
  const [, path = form.repository.trim()] =
    /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/(.+)$/i.exec(form.repository.trim()) ?? []
  const [, repository = path, branch = ''] = /^([^/]+\/[^/]+)\/tree\/([^/?#]+)/.exec(path) ?? []
  const include = readPatterns(form.include)
  const exclude = readPatterns(form.exclude)
  const revision = form.revision.trim() || branch
  return {
    repo_id: repository.replace(/[/?#]+$/, ''),
    ...(form.type === 'lora' ? { repo_type: 'lora' } : {}),
    ...(revision ? { revision } : {}),
    ...(form.folder.trim() ? { folder_name: form.folder.trim() } : {}),
    ...(include.length > 0 ? { include } : {}),
    ...(exclude.length > 0 ? { exclude } : {}),
    ...(form.token.trim() ? { token: form.token.trim() } : {}),
  }
}

const readPatterns = (text: string): string[] => text.split(/[\s,]+/).filter((pattern) => pattern !== '')
