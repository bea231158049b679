export { getKeyPermission, type KeyPermission } from './get-key-permission.js'
