import { TextField } from '../../ui/text-field.js'
import { DecisionField } from './decision-field.js'
import type { FormPartProps } from './model-fields.js'

/** How a model is spread over GPUs, read and stretched: for those who know why. */
export function MemoryFields({ form, change, issues }: FormPartProps) {
  const hasIssue = [issues.split, issues.reserve, issues.chunkSize, issues.ropeScale, issues.ropeAlpha].some(Boolean)
  return (
    <details class="form-more" open={hasIssue || undefined}>
      <summary>GPUs, chunks and RoPE</summary>
      <div class="form-grid">
        <DecisionField
          label="Tensor parallel"
          hint="Split each layer over the GPUs"
          value={form.tensorParallel}
          onChoice={(tensorParallel) => change({ tensorParallel })}
        />
        <DecisionField
          label="Spread automatically"
          hint="Layers over the GPUs"
          value={form.splitAutomatically}
          onChoice={(splitAutomatically) => change({ splitAutomatically })}
        />
        <TextField
          label="Memory to use"
          hint="Gigabytes for each GPU: 24, 20"
          value={form.split}
          onText={(split) => change({ split })}
          issue={issues.split}
        />
        <TextField
          label="Memory to leave free"
          hint="Megabytes for each GPU, when spread automatically"
          value={form.reserve}
          onText={(reserve) => change({ reserve })}
          issue={issues.reserve}
        />
        <TextField
          label="Draft model’s memory"
          hint="Gigabytes for each GPU"
          value={form.draftSplit}
          onText={(draftSplit) => change({ draftSplit })}
          issue={issues.draftSplit}
        />
        <TextField
          label="Chunk size"
          hint="Tokens of a prompt that are read at once"
          inputMode="numeric"
          value={form.chunkSize}
          onText={(chunkSize) => change({ chunkSize })}
          issue={issues.chunkSize}
        />
        <TextField
          label="RoPE scale"
          inputMode="decimal"
          value={form.ropeScale}
          onText={(ropeScale) => change({ ropeScale })}
          issue={issues.ropeScale}
        />
        <TextField
          label="RoPE alpha"
          hint="A number, or auto"
          value={form.ropeAlpha}
          onText={(ropeAlpha) => change({ ropeAlpha })}
          issue={issues.ropeAlpha}
        />
        <DecisionField
          label="Output chunking"
          hint="Take cache for an answer piece by piece"
          value={form.outputChunking}
          onChoice={(outputChunking) => change({ outputChunking })}
        />
      </div>
    </details>
  )
}
