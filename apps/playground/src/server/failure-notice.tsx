import type { ComponentChildren } from 'preact'
import { Notice } from '../ui/notice.js'
import { explainFailure } from './explain-failure.js'

/** Props of a failure notice. */
export interface FailureNoticeProps {
  error: unknown
  /** What to do about it, if the view knows better. */
  advice?: string | undefined
  children?: ComponentChildren
}

/** Shows a failure, and what to do about it. */
export function FailureNotice({ error, advice, children }: FailureNoticeProps) {
  const explained = explainFailure(error)
  return (
    <Notice kind="error" title={explained.title}>
      <p class="failure-detail">{explained.detail}</p>
      <p>{advice ?? explained.advice}</p>
      {children}
    </Notice>
  )
}
