export { switchSamplerOverrideParamsSchema } from './switch-sampler-override-params-schema.js'
