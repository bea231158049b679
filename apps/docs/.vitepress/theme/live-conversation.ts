import type { ScriptedAnswer } from '@tabby/emulator'

/** What the chat on the first page suggests to ask. */
export const suggestions = ['What is running here?', 'Can I use my own server?', 'How do I stop a reply?']

/** The replies to what is suggested. To anything else the emulator answers as its demo world does. */
export const liveConversation: ScriptedAnswer[] = [
  {
    when: '/running here/i',
    answer:
      'An emulator of TabbyAPI, in this page. It replays what was recorded from the real server: the same events, errors ' +
      'and timing. The client that reads my reply is @tabby/core with @tabby/chat, exactly as you would install them. ' +
      'There is no GPU, no model and no network involved.',
  },
  {
    when: '/own server/i',
    answer:
      'Yes. Set baseUrl to its address, such as http://127.0.0.1:5000, and apiKey to a key from its api_tokens.yml. ' +
      'TabbyAPI allows pages of every origin, so the same code works in a browser, in Node, Bun, Deno and workers.',
  },
  {
    when: '/stop/i',
    answer:
      'Leave the loop, or abort the signal that you passed. Either one closes the connection, and the server stops ' +
      'generating at once. Press Stop now to see it: the rest of this sentence is long enough that you can reach the ' +
      'button before I get to the end, even though sixty tokens per second are faster than most people read.',
  },
]
