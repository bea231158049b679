import type { ScriptRequest } from './script.js'

type Asked = Pick<ScriptRequest, 'instruction' | 'afterTool'>

/** Characters of a message that are read: some of the patterns here take a time that grows with its square. */
const readCharacters = 1000

const capitals: ReadonlyMap<string, string> = new Map([
  ['france', 'Paris'],
  ['germany', 'Berlin'],
  ['italy', 'Rome'],
  ['spain', 'Madrid'],
  ['norway', 'Oslo'],
  ['sweden', 'Stockholm'],
  ['japan', 'Tokyo'],
  ['portugal', 'Lisbon'],
  ['poland', 'Warsaw'],
  ['austria', 'Vienna'],
  ['greece', 'Athens'],
  ['canada', 'Ottawa'],
  ['england', 'London'],
])

const answers: readonly { pattern: RegExp; answer(match: RegExpExecArray, seed: number): string }[] = [
  { pattern: /(-?\d+(?:\.\d+)?)\s*([-+*/x×])\s*(-?\d+(?:\.\d+)?)/i, answer: calculate },
  {
    pattern: /capital (?:city )?of (?:the )?(\p{L}+)/iu,
    answer: ([, country = '']) => {
      const capital = capitals.get(country.toLowerCase())
      return capital
        ? `The capital of ${country} is ${capital}.`
        : `I am an emulated model without a map of the world, so I cannot name the capital of ${country}.`
    },
  },
  {
    pattern: /count (?:from \d+ )?(?:up )?to (\d{1,3})/i,
    answer: ([, last = '0']) => `${Array.from({ length: Number(last) }, (_, index) => index + 1).join(', ')}.`,
  },
  { pattern: /\b(?:code|function|program|script)\b/i, answer: () => codeAnswer },
  { pattern: /\b(?:poem|haiku)\b/i, answer: () => poemAnswer },
  { pattern: /\b(?:story|tale)\b/i, answer: () => storyAnswer },
  { pattern: /\b(?:list|steps|ways|tips|ideas)\b/i, answer: () => listAnswer },
  { pattern: /\b(?:thanks|thank you)\b/i, answer: (_, seed) => pick(thanked, seed) },
  { pattern: /\bwho are you\b|\bwhat are you\b|\byour name\b/i, answer: () => whoPattern },
  { pattern: /^\W*(?:hi|hello|hey|good (?:morning|evening))\b/i, answer: (_, seed) => pick(greetings, seed) },
]

const whoPattern =
  'I am the scripted model of the TabbyAPI emulator. ' +
  'I follow fixed rules, so that the same question always gets the same answer.'

const greetings = [
  'Hello! How can I help you today?',
  'Hi there! What can I do for you?',
  'Good to see you. What is on your mind?',
]

const thanked = [
  "You're welcome! Is there anything else?",
  'Any time. What comes next?',
  'Glad that it helped. Anything else?',
]

const replies = [
  'A real model would look into that now. Here is the short version: it depends.',
  'That is a question for a model with weights. Mine would be a guess: probably yes.',
  'There are several views on that, and an emulator takes none of them.',
  'Ask again behind a GPU, and the answer will be longer than this one.',
]

const remarks = [
  'I have read it from beginning to end, and this is where a real model would go into detail.',
  'Noted. A model with weights would have more to say about it.',
  'I keep that in mind for as long as this conversation lasts.',
  'That is clear. Tell me what you would like to do with it.',
]

const codeAnswer = [
  'Here is a small function:',
  '```js\nfunction greet(name) {\n  return `Hello, ${name}!`\n}\n```',
  'Call it with a name, and it returns a greeting.',
].join('\n\n')

const poemAnswer = 'Morning on the lake,\na heron lifts one slow foot;\nthe water stays still.'

const storyAnswer =
  'Once upon a time a lamp stood in a window above the harbour. Each night it showed the boats the way home, ' +
  'and each morning somebody came up the stairs to thank it.'

const listAnswer = [
  'Here is a short list:',
  '1. Begin with the part you understand best.\n2. Write down what is still open.\n3. Try what is smallest.',
  'Repeat until the list is empty.',
].join('\n\n')

/** An answer for a message without directives: always the same for the same message and seed, and made to be read. */
export function readableAnswer({ instruction, afterTool }: Asked, seed: number): string {
  const asked = instruction
    .slice(0, readCharacters)
    .replace(/<\|?[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (afterTool) return `The tool answered: ${shorten(asked)}`
  if (asked === '') return 'What would you like to talk about?'
  for (const { pattern, answer } of answers) {
    const match = pattern.exec(asked)
    if (match) return answer(match, seed)
  }
  const topic = shorten(asked.replace(/[?.!]+$/, ''))
  const quoted = asked.includes('?') ? `You asked: "${topic}?"` : `You said: "${topic}."`
  return `${quoted} ${pick(asked.includes('?') ? replies : remarks, seed)}`
}

function pick(wordings: readonly string[], seed: number): string {
  return wordings[Math.floor(seed) % wordings.length] ?? ''
}

function calculate([, left = '0', sign = '+', right = '0']: RegExpExecArray): string {
  const [a, b] = [Number(left), Number(right)]
  const results: Record<string, number> = { '+': a + b, '-': a - b, '/': a / b }
  const result = results[sign] ?? a * b
  return `${left} ${sign} ${right} is ${Number.isFinite(result) ? Number(result.toPrecision(12)) : 'not defined'}.`
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}...` : text
}
