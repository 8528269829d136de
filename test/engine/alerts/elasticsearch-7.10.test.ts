import { describeAlerts } from './alerts.js'

describeAlerts('elasticsearch-7.10')
