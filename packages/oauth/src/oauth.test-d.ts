import type { TabbyKey } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import * as oauth from './index.js'

test('a token source is a key of a client', () => {
  expectTypeOf(oauth.createTokenSource).returns.toExtend<TabbyKey>()
  expectTypeOf(oauth.createUserTokenSource).returns.toExtend<TabbyKey>()
  expectTypeOf(oauth.requestDeviceCode).returns.resolves.toEqualTypeOf<oauth.DeviceLogin>()
})

test('options are closed, and optional ones take undefined', () => {
  const app = { issuer: 'https://login.example.com', clientId: 'app' }
  expectTypeOf({ ...app, clientSecret: undefined, scope: undefined }).toExtend<oauth.TokenSourceOptions>()
  // @ts-expect-error -- It is called clientSecret.
  void oauth.createTokenSource({ ...app, secret: 'a' })
  // @ts-expect-error -- The application has to have an id.
  void oauth.createTokenSource({ issuer: 'https://login.example.com', clientSecret: 'a' })
})
