import type { Command } from '../steps/run.js'
import type { ExportGrafanaOptions } from './export-grafana.js'

/** Every command. */
export { checkAlerts } from './alerts/check.js'
export { listAlerts } from './alerts/list.js'
export { testAlert } from './alerts/test.js'
export { createUser } from './create-user.js'
export { deleteUser } from './delete-user.js'
export { destroy } from './destroy.js'
export { doctor } from './doctor.js'
export { exportFile } from './export.js'
export { init } from './init.js'
export { lint } from './lint.js'
export { plan } from './plan.js'
export { restore } from './restore.js'
export { rotatePassword } from './rotate-password/rotate-password.js'
export { loadSampleData } from './sample-data/load.js'
export { removeSampleData } from './sample-data/remove.js'
export { verify } from './verify.js'

/** With it come zod, a writer of YAML and all that makes dashboards of Grafana: a third of what all the others need. */
export const exportGrafana: Command<ExportGrafanaOptions> = async (options, run) =>
  (await import('./export-grafana.js')).exportGrafana(options, run)
