import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'
import { shellWords } from '../words/shell-words.js'

/** Shown if a part of the page could not be fetched: a new version was published, or the network is down. */
export function ViewFailure() {
  return (
    <Notice kind="error" title={shellWords.partOfThePageCould}>
      <p>{shellWords.thePageMayHaveBeen}</p>
      <div class="panel-actions">
        <Button onClick={() => location.reload()}>{shellWords.reload}</Button>
      </div>
    </Notice>
  )
}
