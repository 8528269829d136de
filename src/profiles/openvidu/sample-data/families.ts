/** Where sample documents go, as the application's role names it: an account with that role may use no other pattern. */
export const families = [
  'openvidu',
  'openvidu-logs*',
  'openvidu-browser-logs*',
  'filebeat*',
  'metricbeat*',
  'server-metrics*',
  'session-metrics*',
  'loadtest*',
]
