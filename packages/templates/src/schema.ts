export { switchTemplateParamsSchema } from './switch-template-params-schema.js'
