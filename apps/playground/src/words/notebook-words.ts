/** Texts of this part of the page: Notebook. */
export const notebookWords = {
  thereIsNoTextYet: 'there is no text yet',
  notebook: 'Notebook',
  theModel: 'The model',
  continuesYourTextAsIt: 'continues your text as it stands: no chat template, no roles.',
  text: 'Text',
  onceUponATime: 'Once upon a time',
  stopEscape: 'Stop (Escape)',
  stop: 'Stop',
  continueCtrlEnter: 'Continue (Ctrl+Enter)',
  continue: 'Continue',
  undo: 'Undo',
  tryAgain: 'Try again',
  maxTokens: 'Max tokens',
  samplersApply: (count: number) =>
    count === 1 ? 'The sampler of the chat settings applies.' : `The ${count} samplers of the chat settings apply.`,
  serverDefaults: 'Samplers: server defaults.',
  tokensOfTheContinuation: 'Tokens of the continuation',
  tokens: 'Tokens',
  tokensAndSpeed: (count: number, speed: string) =>
    `${count === 1 ? '1 token' : `${count.toLocaleString('en')} tokens`} · ${speed} tokens/s. Underlined tokens were unlikely. Choose one to see what else it could have been.`,
}
