import { Select } from '../../ui/select.js'
import type { Decision } from './load-form.js'

const choices = [
  { value: '', label: 'As configured' },
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const

/** Yes, no, or as the server is configured. */
export function DecisionField(props: {
  label: string
  hint?: string
  value: Decision
  onChoice: (value: Decision) => void
}) {
  return <Select<Decision> {...props} choices={choices} />
}
