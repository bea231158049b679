// Finds the text that is nearest in meaning to a question.
import { createTabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const texts = ['The cat sleeps on the sofa', 'Interest rates rose again', 'Rain is expected tomorrow']
const question = 'Where does the cat sleep?'

// One request for all texts; the vectors are Float32Arrays, in the order of the texts.
const { data, model, usage } = await createEmbeddings(client, { input: [question, ...texts] })
const [asked, ...vectors] = data.map(({ embedding }) => embedding)
if (!asked) throw new Error('there is no vector')

function compareVectors(left: Float32Array, right: Float32Array): number {
  const dot = (one: Float32Array, other: Float32Array) =>
    one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right))
}

const ranked = vectors
  .map((vector, index) => ({ text: texts[index], similarity: compareVectors(asked, vector) }))
  .sort((left, right) => right.similarity - left.similarity)

console.log(`${model}: ${vectors.length} texts of ${asked.length} numbers each, ${usage?.total_tokens} tokens`)
for (const { text, similarity } of ranked) console.log(similarity.toFixed(2), text)
