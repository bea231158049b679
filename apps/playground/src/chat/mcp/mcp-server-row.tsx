import { Button } from '../../ui/button.js'
import { Checkbox } from '../../ui/checkbox.js'
import { toolWords } from '../../words/tool-words.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { connectMcpServer } from './connect-mcp-server.js'
import { mcpConnections, type McpServer, removeMcpServer, toPrefix } from './mcp-servers.js'

/** A server: its state, and its tools once it is connected. */
export function McpServerRow({ server }: { server: McpServer }) {
  const { name, url } = server
  const { tools, usesSchema } = chatSettings.value
  const connection = mcpConnections.value.get(name)
  const state = connection?.state
  // Without a connection, those that are on: they can be switched off.
  const listed =
    state === 'open'
      ? connection!.tools.map((tool) => tool.function)
      : tools.filter((tool) => tool.startsWith(toPrefix(server))).map((tool) => ({ name: tool, description: '' }))
  const toggle = (tool: string, isOn: boolean) =>
    changeChatSettings({ tools: isOn ? [...tools, tool] : tools.filter((each) => each !== tool) })
  const remove = () => {
    removeMcpServer(server)
    changeChatSettings({ tools: tools.filter((each) => !each.startsWith(toPrefix(server))) })
  }
  return (
    <section class="mcp-server" aria-label={name}>
      <p class="mcp-name">
        <strong>{name}</strong> <span class="field-hint">{url}</span>
      </p>
      <div class="mcp-actions" role="status">
        <span class="field-hint">
          {state === 'open'
            ? toolWords.toolCount(connection!.tools.length)
            : state === 'connecting'
              ? toolWords.connecting
              : toolWords.notConnected}
        </span>
        {state === 'connecting' ? (
          <Button kind="quiet" label={toolWords.stopConnecting(name)} onClick={connection!.close}>
            {toolWords.stop}
          </Button>
        ) : null}
        {state === undefined || state === 'failed' ? (
          <Button kind="quiet" label={toolWords.connectTo(name)} onClick={() => void connectMcpServer(server)}>
            {toolWords.connect}
          </Button>
        ) : null}
        <Button kind="quiet" label={toolWords.removeServer(name)} onClick={remove}>
          {toolWords.remove}
        </Button>
      </div>
      {connection?.failure ? (
        <p class="field-issue" role="alert">
          {connection.failure}
        </p>
      ) : null}
      {listed.map(({ name: tool, description }) => (
        <Checkbox
          key={tool}
          label={tool.slice(toPrefix(server).length)}
          hint={description ? shorten(description) : undefined}
          checked={tools.includes(tool)}
          disabled={usesSchema}
          onToggle={(isOn) => toggle(tool, isOn)}
        />
      ))}
    </section>
  )
}

const shorten = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
