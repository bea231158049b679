export { getKeyPermission, type KeyPermission } from './get-key-permission.js'
export { requirePermission, type RequirePermissionParams } from './require-permission.js'
