export { getHealth, type Health, type HealthIssue } from './get-health.js'
export { getServiceInfo, type ServiceApi, type ServiceInfo, type ServiceSoftware } from './get-service-info.js'
export { waitUntilReady, type WaitUntilReadyParams } from './wait-until-ready.js'
