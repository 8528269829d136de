import { describeAlerts } from '../../../engine/alerts/alerts.js'

describeAlerts('opensearch-2.19')
