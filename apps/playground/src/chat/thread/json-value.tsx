/** A model that opens brackets forever would exhaust the stack and crash the page. */
const deepest = 40

/** A value as a tree of names and values. It grows while the model writes it. */
export function JsonValue({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (depth > deepest) return <code class="json-word">…</code>
  if (Array.isArray(value)) {
    return (
      <ol class="json-list">
        {value.map((each, place) => (
          <li key={place}>
            <JsonValue value={each} depth={depth + 1} />
          </li>
        ))}
      </ol>
    )
  }
  if (typeof value === 'object' && value !== null) {
    return (
      <dl class="json-members">
        {Object.entries(value).map(([name, member]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <JsonValue value={member} depth={depth + 1} />
            </dd>
          </div>
        ))}
      </dl>
    )
  }
  return typeof value === 'string' ? <span>{value}</span> : <code class="json-word">{String(value)}</code>
}
