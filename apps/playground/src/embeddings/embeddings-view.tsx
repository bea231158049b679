/** Embeddings and how alike they are. */
export function EmbeddingsView() {
  return <h1>Embeddings</h1>
}
