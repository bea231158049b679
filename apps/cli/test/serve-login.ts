import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** What is used of oidc-provider. */
interface Model {
  save(): Promise<string>
  addOIDCScope(scope: string): void
}
interface Provider {
  callback(): Handler
  readonly DeviceCode: { findByUserCode(code: string, options: object): Promise<Model> }
  readonly AccessToken: { find(token: string): Promise<object | undefined> }
  readonly Grant: new (fields: object) => Model
}

async function listen(handler: Handler): Promise<string> {
  const server = createServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** Serves an issuer of tokens that live for some seconds, and a gateway that accepts no others. */
export async function serveLogin(ttl: number) {
  const { Provider } = (await import('oidc-provider')) as unknown as { Provider: new (...args: unknown[]) => Provider }
  let handle: Handler = () => {}
  const issuer = await listen((request, response) => handle(request, response))
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'tabby',
        redirect_uris: [],
        response_types: [],
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      },
    ],
    scopes: ['openid', 'offline_access'],
    clientAuthMethods: ['none'],
    features: { deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    ttl: { AccessToken: ttl, DeviceCode: 60 },
    cookies: { keys: ['of-a-test'] },
    rotateRefreshToken: true,
  })
  const paths: string[] = []
  let open = () => {}
  const agreed = new Promise<void>((resolve) => (open = resolve))
  const answer = provider.callback()
  handle = async (request, response) => {
    paths.push(request.url ?? '')
    // The program asks every five seconds; a test has no time for that.
    if (request.url === '/token') await agreed
    await answer(request, response)
  }
  const tokens: string[] = []
  const gateway = await listen(async ({ headers }, response) => {
    const token = headers.authorization?.replace('Bearer ', '') ?? ''
    const isKnown = Boolean(await provider.AccessToken.find(token))
    if (isKnown) tokens.push(token)
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
    response.end(isKnown ? '{"permission":"api"}' : '{"detail":"no token"}')
  })
  return {
    issuer,
    gateway,
    paths,
    /** Tokens that the gateway accepted. */
    tokens,
    /** Does what the pages of the issuer do once a person has agreed. */
    async agree(userCode: string): Promise<void> {
      const scope = 'openid offline_access'
      const code = await provider.DeviceCode.findByUserCode(userCode.replaceAll('-', ''), {})
      const grant = new provider.Grant({ accountId: 'someone', clientId: 'tabby' })
      grant.addOIDCScope(scope)
      const authTime = Math.floor(Date.now() / 1000)
      Object.assign(code, { accountId: 'someone', grantId: await grant.save(), scope, authTime })
      await code.save()
      open()
    },
  }
}
