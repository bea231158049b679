import type { ActiveSamplerOverride, SamplerOverrideList } from '@tabby/sampling'
import { Notice } from '../../ui/notice.js'
import { writeValue } from './override-rows.js'

/** The active overrides, as a table, with a warning if one of them breaks every reply. */
export function ActiveOverrides({ overrides }: Pick<SamplerOverrideList, 'overrides'>) {
  const entries = Object.entries(overrides)
  if (entries.length === 0) return <p class="panel-empty">None: each request uses its own values.</p>
  const broken = entries.filter(([, active]) => !isOverride(active))
  return (
    <>
      {broken.length > 0 ? (
        <Notice kind="error" title={`${broken.map(([field]) => field).join(', ')} breaks every reply`}>
          It was set in a form that the server accepts and then fails on. Deactivate all.
        </Notice>
      ) : null}
      <table class="override-table">
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Value</th>
            <th scope="col">Counts</th>
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
                <td>{force ? 'always' : 'default'}</td>
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
