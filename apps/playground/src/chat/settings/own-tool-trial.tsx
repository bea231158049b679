import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.js'
import { TextArea } from '../../ui/text-area.js'
import { settingsWords } from '../../words/settings-words.js'
import { toolWords } from '../../words/tool-words.js'
import { runInSandbox } from '../tools/run-in-sandbox.js'

/** Runs the code of a tool with arguments that the user types. */
export function OwnToolTrial({ code, timeLimit }: { code: string; timeLimit: number }) {
  const text = useSignal('{ "text": "abc" }')
  const outcome = useSignal<string | undefined>(undefined)
  const isRunning = useSignal(false)
  const controller = useRef(new AbortController())
  useEffect(() => () => controller.current.abort(), [])
  const run = async () => {
    isRunning.value = true
    outcome.value = toolWords.trying
    try {
      const args: unknown = parse(text.value)
      const { signal } = controller.current
      outcome.value = JSON.stringify(await runInSandbox({ code, args, timeLimit: timeLimit * 1000, signal }), null, 2)
    } catch (error) {
      outcome.value = (error as Error).message
    } finally {
      isRunning.value = false
    }
  }
  return (
    <div class="own-tool-trial">
      <TextArea
        label={toolWords.tryArguments}
        value={text.value}
        rows={2}
        spellcheck={false}
        onText={(typed) => (text.value = typed)}
      />
      <Button disabled={isRunning.value} onClick={() => void run()}>
        {toolWords.tryIt}
      </Button>
      <output class="own-tool-outcome" aria-label={toolWords.result}>
        {outcome.value}
      </output>
    </div>
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(settingsWords.thisIsNotValidJson((error as Error).message), { cause: error })
  }
}
