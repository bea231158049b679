import type { ScriptedAnswer } from '@tabby/emulator'

/** The replies of the emulator to the messages that the page suggests, so that there is something to see. */
export const demoConversation: ScriptedAnswer[] = [
  {
    when: '/transformer/i',
    answer: {
      reasoning:
        'They want the idea, not the mathematics. I should follow one sentence from its letters to the next word, ' +
        'and keep each step short.',
      content: `A transformer reads a sentence **all at once**, in four steps.

1. **Tokens.** The text is cut into pieces: \`The\`, \` cat\`, \` sleeps\`. Each becomes a number.
2. **Vectors.** Each number is looked up in a table and becomes a list of some thousand figures, to which its place in
   the sentence is added.
3. **Attention.** Every token looks at those before it and takes over what it needs: in *“the cat … it sleeps”*, **it**
   takes over much of **cat**. This happens in dozens of layers, one upon the other.
4. **Prediction.** The vector of the last token becomes a probability for each token that could come next. One is drawn,
   put at the end, and it all begins again.

> The sampler panel on the right decides how that draw is made: a low temperature takes the likeliest token nearly
> every time.`,
    },
  },
  {
    when: '/haiku/i',
    answer: 'Fans hum in the dark\n\nshe curls on the warmest rack\n\nno packet slips by',
  },
  {
    when: '/sort/i',
    answer: `All three put a list in order; they differ in what they cost.

| Method | Time | Memory | Good for |
| --- | --- | --- | --- |
| Insertion sort | n² | none | short or nearly sorted lists |
| Merge sort | n log n | n | long lists, equal items keep their order |
| Quicksort | n log n, rarely n² | log n | long lists in memory |

Insertion sort is the one to write by hand:

\`\`\`python
def insertion_sort(items):
    for i in range(1, len(items)):
        j = i
        while j > 0 and items[j - 1] > items[j]:
            items[j - 1], items[j] = items[j], items[j - 1]
            j -= 1
    return items
\`\`\`

In a program, use the \`sorted\` of your language: it is usually a *merge sort* that falls back to *insertion sort*
where the list is short.`,
  },
]
