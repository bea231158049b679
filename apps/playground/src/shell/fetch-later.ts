import type { ComponentType } from 'preact'
import { lazy } from 'preact/compat'
import { ViewFailure } from './view-failure.js'

/** A component that is fetched when it is first shown, or a notice if it cannot be fetched. */
export function fetchLater<Props extends object>(
  fetchComponent: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return lazy<ComponentType<Props>>(() =>
    fetchComponent().then(
      (component) => ({ default: component }),
      () => ({ default: ViewFailure as ComponentType<Props> }),
    ),
  ) as ComponentType<Props>
}
