import type { ActiveSamplerOverride, SamplerOverrideList } from '@tabby/sampling'
import { Notice } from '../../ui/notice.js'
import { modelWords } from '../../words/model-words.js'
import { writeValue } from './override-rows.js'

/** The active overrides, as a table, with a warning if one of them breaks every reply. */
export function ActiveOverrides({ overrides }: Pick<SamplerOverrideList, 'overrides'>) {
  const entries = Object.entries(overrides)
  if (entries.length === 0) return <p class="panel-empty">{modelWords.noneEachRequestUsesIts}</p>
  const broken = entries.filter(([, active]) => !isOverride(active))
  return (
    <>
      {broken.length > 0 ? (
        <Notice kind="error" title={modelWords.breaksEveryReply(broken.map(([field]) => field).join(', '))}>
          {modelWords.itWasSetInA}
        </Notice>
      ) : null}
      <table class="override-table">
        <thead>
          <tr>
            <th scope="col">{modelWords.parameter}</th>
            <th scope="col">{modelWords.value}</th>
            <th scope="col">{modelWords.counts}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([field, active]) => {
            const { override, force } = isOverride(active) ? active : { override: active }
            return (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>
                  <code>{writeValue(override)}</code>
                </td>
                <td>{force ? modelWords.always : modelWords.default}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}

function isOverride(active: SamplerOverrideList['overrides'][string]): active is ActiveSamplerOverride {
  return typeof active === 'object' && active !== null && !Array.isArray(active)
}
