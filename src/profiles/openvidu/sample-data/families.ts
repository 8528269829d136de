/** Where sample documents go, as the application's role names it: whoever is bound by that role may use no other pattern. */
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
