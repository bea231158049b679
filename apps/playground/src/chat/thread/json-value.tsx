/** A value as a tree of names and values. It grows while the model writes it. */
export function JsonValue({ value }: { value: unknown }) {
  if (Array.isArray(value)) {
    return (
      <ol class="json-list">
        {value.map((each, place) => (
          <li key={place}>
            <JsonValue value={each} />
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
              <JsonValue value={member} />
            </dd>
          </div>
        ))}
      </dl>
    )
  }
  return typeof value === 'string' ? <span>{value}</span> : <code class="json-word">{String(value)}</code>
}
