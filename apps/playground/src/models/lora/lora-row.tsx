import { Checkbox } from '../../ui/checkbox.js'
import { TextField } from '../../ui/text-field.js'
import { modelWords } from '../../words/model-words.js'
import type { LoraChoice } from './to-lora-params.js'

/** A LoRA that can be chosen. */
export interface LoraRowProps {
  choice: LoraChoice
  issue: string | undefined
  isDisabled: boolean
  onChange: (choice: LoraChoice) => void
}

/** A LoRA that can be chosen, with its scaling. */
export function LoraRow({ choice, issue, isDisabled, onChange }: LoraRowProps) {
  const { name, isChosen, scaling } = choice
  return (
    <li>
      <Checkbox
        label={name}
        checked={isChosen}
        disabled={isDisabled}
        onToggle={(checked) => onChange({ ...choice, isChosen: checked })}
      />
      <TextField
        label={modelWords.scalingOf(name)}
        inputMode="decimal"
        value={scaling}
        disabled={isDisabled || !isChosen}
        issue={issue}
        onText={(text) => onChange({ ...choice, scaling: text })}
      />
    </li>
  )
}
