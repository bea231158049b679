import { defineTool, type Tool } from '@tabby/chat'
import * as v from 'valibot'
import { settingsWords } from '../../words/settings-words.js'
import { calculate } from './calculate.js'

/** A tool that can be turned on, with the page's label for it. */
export interface BuiltInTool {
  label: string
  tool: Tool
}

const text = (description: string) => ({ type: 'string', description })

const calculator = defineTool({
  name: 'calculator',
  description: 'Calculates an arithmetic expression, for example (2 + 3) * sqrt(16) / 7',
  schema: {
    schema: v.object({ expression: v.string() }),
    jsonSchema: { type: 'object', properties: { expression: text('The expression') }, required: ['expression'] },
  },
  execute: ({ expression }) => {
    try {
      return { result: calculate(expression) }
    } catch (error) {
      // Throwing would end the reply; a result lets the model correct itself.
      return { error: (error as Error).message }
    }
  },
})

const currentTime = defineTool({
  name: 'current_time',
  description: 'The date and time where the user is, or in another time zone',
  schema: {
    schema: v.object({ time_zone: v.optional(v.string()) }),
    jsonSchema: {
      type: 'object',
      properties: { time_zone: text('IANA name such as Europe/Oslo; omit it for local time') },
    },
  },
  execute: ({ time_zone }) => {
    try {
      const format = new Intl.DateTimeFormat('en-GB', {
        dateStyle: 'full',
        timeStyle: 'long',
        ...(time_zone ? { timeZone: time_zone } : {}),
      })
      return { time: format.format(new Date()) }
    } catch {
      return { error: 'There is no such time zone' }
    }
  },
})

const rollDice = defineTool({
  name: 'roll_dice',
  description: 'Rolls dice and gives each result',
  schema: {
    schema: v.object({
      count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
      sides: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000)),
    }),
    jsonSchema: {
      type: 'object',
      properties: {
        count: { type: 'integer', minimum: 1, maximum: 100 },
        sides: { type: 'integer', minimum: 2, maximum: 1000 },
      },
      required: ['count', 'sides'],
    },
  },
  execute: ({ count, sides }) => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * sides)),
})

/** The tools that the model can be allowed to call. None leaves the page or changes anything. */
export const builtInTools: readonly BuiltInTool[] = [
  { label: settingsWords.calculator, tool: calculator },
  { label: settingsWords.dateAndTime, tool: currentTime },
  { label: settingsWords.dice, tool: rollDice },
]
