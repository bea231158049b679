import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'

/** Stands where a part of the page could not be fetched: it was published anew meanwhile, or the network is gone. */
export function ViewFailure() {
  return (
    <Notice kind="error" title="This part of the page could not be loaded">
      <p>The page may have been renewed since it was opened, or the network is gone.</p>
      <div class="panel-actions">
        <Button onClick={() => location.reload()}>Reload</Button>
      </div>
    </Notice>
  )
}
