export { createTabbyClient } from './create-tabby-client.js'
