import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'

/** Shown if a part of the page could not be fetched: a new version was published, or the network is down. */
export function ViewFailure() {
  return (
    <Notice kind="error" title="Part of the page could not be loaded">
      <p>The page may have been updated since you opened it, or the network connection was lost.</p>
      <div class="panel-actions">
        <Button onClick={() => location.reload()}>Reload</Button>
      </div>
    </Notice>
  )
}
