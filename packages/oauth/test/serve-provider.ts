import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What is used of oidc-provider. */
interface Model {
  accountId?: string
  grantId?: string
  save(): Promise<string>
  addOIDCScope?(scope: string): void
}
export interface Provider {
  callback(): (...exchange: unknown[]) => void
  on(event: string, listener: (...args: never[]) => void): void
  readonly DeviceCode: {
    findByUserCode(code: string, options: object): Promise<(Model & Record<string, unknown>) | undefined>
  }
  readonly AccessToken: { find(token: string): Promise<object | undefined> }
  readonly ClientCredentials: { find(token: string): Promise<object | undefined> }
  readonly Grant: new (fields: object) => Model
}

/** The secret of the served application. */
export const clientSecret = 'a-private-secret-of-the-application'

async function listen(handler: (...exchange: never[]) => unknown): Promise<{ server: Server; url: string }> {
  const server = createServer(handler as never)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Serves an authorization server on loopback. */
export async function serveProvider({ ttl = 600, keys = [] as object[], methods = ['client_secret_basic'] } = {}) {
  const { Provider } = (await import('oidc-provider')) as unknown as { Provider: new (...args: unknown[]) => Provider }
  let handle: (...exchange: unknown[]) => unknown = () => {}
  const { server, url } = await listen((...exchange) => handle(...exchange))
  const shared = { redirect_uris: [], response_types: [] }
  const [method] = methods
  const provider = new Provider(url, {
    clients: [
      {
        ...shared,
        client_id: 'app',
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: method,
      },
      {
        ...shared,
        client_id: 'key-app',
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys },
      },
      {
        ...shared,
        client_id: 'program',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      },
    ],
    scopes: ['openid', 'offline_access', 'tabby'],
    clientAuthMethods: [...methods, 'private_key_jwt', 'none'],
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      devInteractions: { enabled: false },
    },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    ttl: { ClientCredentials: ttl, AccessToken: ttl, DeviceCode: 60 },
    cookies: { keys: ['of-a-test'] },
    rotateRefreshToken: true,
  })
  const paths: string[] = []
  const callback = provider.callback()
  handle = (...exchange) => {
    paths.push((exchange[0] as { url: string }).url)
    return callback(...exchange)
  }
  return { provider, url, paths, server, countTokens: () => paths.filter((path) => path === '/token').length }
}

/** Serves an API that takes the bearer tokens which `isAccepted` accepts, and answers anything else with 401. */
export async function serveApi(isAccepted: (token: string) => Promise<boolean> | boolean) {
  const tokens: string[] = []
  const refused: string[] = []
  const { url } = await listen(
    async (
      request: { headers: { authorization?: string }; resume(): void },
      response: { writeHead(status: number, headers: object): { end(text: string): void } },
    ) => {
      request.resume()
      const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
      tokens.push(token)
      const isFine = await isAccepted(token)
      if (!isFine) refused.push(token)
      response
        .writeHead(isFine ? 200 : 401, { 'content-type': 'application/json' })
        .end(isFine ? '{}' : '{"detail":"no"}')
    },
  )
  return { url, tokens, refused }
}
