export { createTabbyMcpServer, type TabbyMcpServerOptions } from './create-tabby-mcp-server.js'
