import './mcp-settings.css'
import { useSignal } from '@preact/signals'
import { toAddress } from '../../connection/to-address.js'
import { Button } from '../../ui/button.js'
import { TextField } from '../../ui/text-field.js'
import { toolWords } from '../../words/tool-words.js'
import { connectMcpServer } from './connect-mcp-server.js'
import { McpServerRow } from './mcp-server-row.js'
import { addMcpServer, mcpServers } from './mcp-servers.js'

/** MCP servers: add and remove them, and choose which of their tools the model may call. */
export function McpSettings() {
  const isAdding = useSignal(false)
  const address = useSignal('')
  const token = useSignal('')
  const issue = useSignal<string | undefined>(undefined)
  const add = (event: Event) => {
    event.preventDefault()
    const url = toAddress(address.value)
    const isTaken = mcpServers.value.some((each) => each.url === url)
    issue.value = isTaken ? toolWords.addressIsTaken : isHttp(url) ? undefined : toolWords.addressIssue
    if (issue.value) return
    void connectMcpServer(addMcpServer(url, token.value.trim()))
    address.value = token.value = ''
    isAdding.value = false
  }
  return (
    <fieldset>
      <legend>{toolWords.mcpServers}</legend>
      {mcpServers.value.map((server) => (
        <McpServerRow key={server.name} server={server} />
      ))}
      {isAdding.value ? (
        <form class="mcp-form" onSubmit={add}>
          <TextField
            label={toolWords.address}
            hint={toolWords.addressHint}
            issue={issue.value}
            type="url"
            spellcheck={false}
            value={address.value}
            onText={(text) => (address.value = text)}
          />
          <TextField
            label={toolWords.token}
            hint={toolWords.tokenHint}
            type="password"
            value={token.value}
            onText={(text) => (token.value = text)}
          />
          <div class="mcp-actions">
            <Button type="submit" kind="primary" disabled={!address.value.trim()}>
              {toolWords.connect}
            </Button>
            <Button onClick={() => (isAdding.value = false)}>{toolWords.cancel}</Button>
          </div>
        </form>
      ) : (
        <div class="preset-actions">
          <Button kind="quiet" onClick={() => (isAdding.value = true)}>
            {toolWords.addAServer}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

const isHttp = (url: string) => /^https?:/i.test(url) && URL.canParse(url)
