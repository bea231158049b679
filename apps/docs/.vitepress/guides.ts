/** The guides in the order of the sidebar: names of files in `guides`, whose titles are in their front matter. */
export const guideGroups = [
  { text: 'Start', guides: ['getting-started', 'from-other-clients', 'from-go-tabbyapi'] },
  {
    text: 'Write with a model',
    guides: [
      'streaming',
      'errors-and-retries',
      'tools-and-agents',
      'structured-output',
      'images',
      'reasoning-models',
      'context-and-tokens',
      'samplers',
      'models-loras-templates',
      'embeddings-and-rag',
    ],
  },
  {
    text: 'Put it to work',
    guides: [
      'browser-apps',
      'server-routes',
      'production',
      'overnight',
      'testing',
      'proxies-and-tls',
      'containers',
      'troubleshooting',
    ],
  },
  { text: 'Go further', guides: ['writing-a-wrapper', 'how-it-is-built'] },
]
