import { connection } from './connection.js'

const powers = [
  { title: 'Chat, completions, tokens and embeddings', isForAll: true },
  { title: 'See which model is loaded', isForAll: true },
  { title: 'See every model, template and preset on the server', isForAll: false },
  { title: 'Load and unload models, LoRAs and templates', isForAll: false },
  { title: 'Download models and switch sampler overrides', isForAll: false },
] as const

/** Shows what the key may do, before the user tries. */
export function KeyPowers() {
  const { permission } = connection.value
  if (permission === undefined) return null
  return (
    <section class="key-powers" aria-labelledby="key-powers">
      <h2 id="key-powers">Permissions of this key</h2>
      <ul>
        {powers.map(({ title, isForAll }) => {
          const isAllowed = isForAll || permission === 'admin'
          return (
            <li key={title} class={isAllowed ? 'key-power' : 'key-power key-power-refused'}>
              <span class="key-power-sign" aria-hidden="true">
                {isAllowed ? '✓' : '–'}
              </span>
              <span>
                {title}
                {isAllowed ? null : <span class="field-hint"> needs the admin key</span>}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
