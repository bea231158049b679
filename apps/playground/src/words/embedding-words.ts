/** Texts of this part of the page: Embeddings. */
export const embeddingWords = {
  sortBySimilarityTo: (texts: string) => `Sort by similarity to: ${texts}`,
  similarityBetweenTexts: 'Similarity between texts',
  text: 'Text',
  similarity: 'Similarity',
  textsDimensionsTokens: (count: number, count2: number, tokens: number, model: string) =>
    `${count} texts · ${count2} dimensions · ${tokens} tokens · ${model}`,
  order: 'Order',
  asEntered: 'As entered',
  copyAsCsv: 'Copy as CSV',
  theMapShowsOfTexts: (mostShown: number, count: number) =>
    `The map shows ${mostShown} of ${count} texts, the first in this order. The CSV has all of them.`,
  noEmbeddingModelIsLoaded: 'No embedding model is loaded',
  loadingOne: (obstacle: string) => `Loading one ${obstacle}.`,
  thereIsNoneInThe: 'There is none in the server’s folder of embedding models.',
  embeddingModel: 'Embedding model',
  itIsBeingLoaded: 'it is being loaded',
  load: (name: string) => `Load ${name}`,
  one: 'one',
  loading: (loading: string) => `Loading ${loading}…`,
  theCatSleepsOnThe: `The cat sleeps on the warm windowsill.
A kitten naps in the sun by the window.
My dog chases every squirrel in the park.
The train to Vienna leaves at half past six.
When does the next train to Vienna leave?
A bus to the airport goes every ten minutes.
Boil the pasta for nine minutes in salted water.
Cook the noodles in salted water until they are soft.
Quarterly revenue grew by four percent.`,
  needsAtLeastTwoTexts: 'needs at least two texts',
  obstacleNoModel: 'no embedding model is loaded',
  embeddings: 'Embeddings',
  seeHowAlikeTextsAre: 'See how alike texts are to',
  theLoadedEmbeddingModel: 'the loaded embedding model',
  tryAgain: 'Try again',
  texts: 'Texts',
  onePerLineOrParagraphs: (count: number) =>
    `One per line, or paragraphs with an empty line between them.${count ? ` ${count} ${count === 1 ? 'text' : 'texts'}.` : ''}`,
  stop: 'Stop',
  ctrlEnter: 'Ctrl+Enter',
  compare: 'Compare',
  useExampleTexts: 'Use example texts',
  comparing: (obstacle: string) => `Comparing ${obstacle}.`,
  embedding: 'Embedding',
  ofTexts: (done: number, total: number) => `${done} of ${total} texts`,
  theHeatMapOfYour: 'The heat map of your texts appears here. Dark cells are texts that mean the same to the model.',
}
