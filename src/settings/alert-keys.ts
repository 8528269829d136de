/** Settings of alerts. Apart from what reads them: help names them, and loads nothing else. */
export const alertsKey = 'ELKCTL_ALERTS'
export const withoutKey = 'ELKCTL_ALERTS_WITHOUT'
export const channelKey = 'ELKCTL_ALERT_CHANNEL'
