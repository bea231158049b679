import type { TabbyErrorCode } from '@tabby/core'

/** What happened and what to do about it, in words for a person. */
export interface Advice {
  /** What happened, in a few words without a full stop: `Cannot reach the server`. */
  readonly title: string
  /** What to do about it, in sentences. */
  readonly advice: string
}

/** The advice for a code, and for the `reason`, `timeout`, `status` or refused key by which its errors differ. */
export interface CodeAdvice extends Advice {
  readonly cases?: Readonly<Record<string, Advice>>
}

const whereToListen =
  'By default TabbyAPI listens on 127.0.0.1 only: to reach it from another machine or container, set network.host to ' +
  "0.0.0.0 in the server's config.yml."

const unresolved: Advice = {
  title: 'The host name is unknown',
  advice: 'Check the spelling of the address, and your DNS or VPN.',
}
const unrouted: Advice = {
  title: 'Cannot reach the machine',
  advice: 'Check that the machine is on and in the same network or VPN.',
}
const unanswered: Advice = {
  title: 'The machine does not respond',
  advice: 'It may be off, or a firewall may be dropping the connection.',
}
const closed: Advice = {
  title: 'The connection was closed',
  advice: 'The server may have crashed or restarted. Check its log, then try again.',
}
const untrusted: Advice = {
  title: 'The certificate of the server is not trusted',
  advice: 'Renew it, or add its authority to those that this program trusts (NODE_EXTRA_CA_CERTS in Node.js).',
}
const plainHttp: Advice = {
  title: 'The server does not speak https',
  advice: 'Use an address that begins with http://, or put a proxy with a certificate in front of the server.',
}
const foreign: Advice = {
  title: 'The response is not from TabbyAPI',
  advice:
    'Another program may be listening at this address, or a proxy may have changed the response. Look up the port that ' +
    'TabbyAPI prints when it starts.',
}
const stalled: Advice = {
  title: 'The stream stalled',
  advice: 'The server may be overloaded or may have lost its model. Check its log, try again, or raise the timeout.',
}

/** Something in front of the server responded in its place, or spoiled the request. */
export const gatewayAdvice: Advice = {
  title: 'A gateway responded instead of the server',
  advice: 'Check that TabbyAPI is running behind the gateway, and what the gateway changes or adds on the way.',
}

/** The advice for each error code. */
export const adviceByCode: Record<TabbyErrorCode, CodeAdvice> = /* @__PURE__ */ (() => ({
  connection_error: {
    title: 'Cannot reach the server',
    advice: `Check that TabbyAPI is running, and that host and port are right. ${whereToListen}`,
    cases: {
      ECONNREFUSED: {
        title: 'Cannot reach the server',
        advice: `Nothing is listening on that port. Check that TabbyAPI is running, and the port. ${whereToListen}`,
      },
      ENOTFOUND: unresolved,
      EAI_AGAIN: unresolved,
      EHOSTUNREACH: unrouted,
      ENETUNREACH: unrouted,
      ETIMEDOUT: unanswered,
      UND_ERR_CONNECT_TIMEOUT: unanswered,
      ECONNRESET: closed,
      EPIPE: closed,
      UND_ERR_SOCKET: closed,
      CERT_HAS_EXPIRED: untrusted,
      DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
      ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
      SELF_SIGNED_CERT_IN_CHAIN: untrusted,
      UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
      EPROTO: plainHttp,
      ERR_SSL_WRONG_VERSION_NUMBER: plainHttp,
    },
  },
  timeout: {
    title: 'The server did not respond in time',
    advice: 'It may be busy, or a firewall may be dropping requests. Check its log, try again, or raise the timeout.',
    cases: { idleTimeout: stalled, eventTimeout: stalled },
  },
  authentication_error: {
    title: 'The server rejected the key',
    advice: "Compare the key with the server's api_tokens.yml, or with the keys of the gateway in front of the server.",
    cases: {
      'api key missing': {
        title: 'The server needs an API key',
        advice: "Use the api_key from the server's api_tokens.yml.",
      },
      'api key wrong': {
        title: 'The server rejected the API key',
        advice: "Compare it with api_key in the server's api_tokens.yml: the server may have been given new keys.",
      },
      'admin key missing': {
        title: 'This needs an admin key',
        advice: "Use the admin_key from the server's api_tokens.yml.",
      },
      'admin key wrong': {
        title: 'The server rejected the admin key',
        advice: "Compare it with admin_key in the server's api_tokens.yml. Generation works without it.",
      },
    },
  },
  permission_error: {
    title: 'The key is not allowed to do this',
    advice: 'A gateway in front of the server refused the request: use another key, or change its rules.',
  },
  not_found: {
    title: 'Not found on this server',
    advice:
      'Check the name, and that the address leads to TabbyAPI: http://host:5000, without a path unless a gateway ' +
      'serves it below one.',
  },
  no_model_loaded: {
    title: 'No model is loaded',
    advice: "Load a model, name one in the server's config.yml, or wait until the load that is running has finished.",
  },
  context_length_exceeded: {
    title: 'The prompt is too long for the model',
    advice: 'Shorten the conversation or the prompt, or load the model with a larger max_seq_len.',
  },
  invalid_request: {
    title: 'The server refused the request',
    advice: 'Change what its message names, then try again.',
  },
  validation_error: {
    title: 'The server rejected a value',
    advice: 'Change the values that its message names, then try again.',
  },
  rate_limit_exceeded: {
    title: 'Too many requests',
    advice: 'A gateway limits how many requests it passes on. Wait a moment, then try again.',
  },
  generation_failed: {
    title: 'The generation failed',
    advice: 'Try again. If it fails again, reset the samplers, check the log of the server, or restart it.',
  },
  server_error: {
    title: 'The server failed',
    advice: 'Check the log of the server: it says what happened.',
    cases: { 502: gatewayAdvice, 503: gatewayAdvice, 504: gatewayAdvice },
  },
  stream_error: {
    title: 'The stream was interrupted',
    advice: 'Check the log of the server, then try again.',
    cases: {
      truncated: {
        title: 'The stream was interrupted',
        advice:
          'The server may have crashed or restarted. What had arrived is kept: try again when the server is back.',
      },
      'invalid-event': foreign,
      'not-a-stream': foreign,
      'already-read': {
        title: 'The stream was read twice',
        advice: 'A stream has one reader: use teeStream to read it twice.',
      },
    },
  },
  invalid_response: {
    ...foreign,
    cases: {
      'too-large': {
        title: 'The response is too large',
        advice: 'Ask for less, or raise maxResponseSize.',
      },
    },
  },
  invalid_object: {
    title: 'The reply does not match the schema',
    advice: 'Try again, simplify the schema, or use a model that follows instructions more closely.',
    cases: {
      truncated: {
        title: 'The reply was cut off',
        advice: 'Raise max_tokens, or load the model with a larger max_seq_len.',
      },
      interrupted: {
        title: 'The reply was interrupted',
        advice: 'The model may have been unloaded meanwhile. Try again.',
      },
      'schema-failed': {
        title: 'The schema failed',
        advice: 'Correct the schema: it threw an error instead of reporting what does not match.',
      },
    },
  },
  request_refused: {
    title: 'The request was not sent',
    advice: 'Change what the message names: the server would fail on it, or a key would leak.',
  },
  tool_step_limit: {
    title: 'The model keeps calling tools',
    advice: 'Raise maxSteps, offer fewer tools, or tell the model when to stop.',
  },
  tool_call_malformed: {
    title: 'The tool call cannot be read',
    advice: 'Try again, raise max_tokens, or set tool_format for this model in its tabby_config.yml and load it again.',
  },
  tool_failed: {
    title: 'A tool failed',
    advice: 'Correct the tool, or let it return what went wrong, so that the model can react to it.',
  },
}))()
