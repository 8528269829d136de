import { describeAlerts } from './alerts.js'

describeAlerts('opensearch-2.19')
