import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'

/** Stands where a part of the page could not be fetched: it was published anew meanwhile, or the network is gone. */
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
