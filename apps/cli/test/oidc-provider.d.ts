/** It has no types of its own; tests say what they use. */
declare module 'oidc-provider'
