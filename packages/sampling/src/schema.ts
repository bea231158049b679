export { samplerOverrideSwitchParamsSchema } from './sampler-override-switch-params-schema.js'
