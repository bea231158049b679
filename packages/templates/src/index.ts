export { listTemplates, type TemplateList } from './list-templates.js'
export { switchTemplate, type SwitchTemplateParams } from './switch-template.js'
export { unloadTemplate } from './unload-template.js'
export { type AcquiredTemplate, acquireTemplate } from './acquire-template.js'
