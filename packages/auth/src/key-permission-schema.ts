import * as v from 'valibot'

/** The answer of `GET /v1/auth/permission`. The wrapper lets esbuild drop it where it is not used. */
export const keyPermissionSchema = /* @__PURE__ */ (() => v.looseObject({ permission: v.string() }))()
