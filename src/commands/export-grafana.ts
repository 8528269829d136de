import { join } from 'node:path'
import { counted } from '../counted.js'
import { loadDefinitions } from '../engine/definitions.js'
import { SettingsError } from '../errors.js'
import { writeNewFiles } from '../files/new-files.js'
import { forGrafana } from '../grafana/application.js'
import { tooNewFor } from '../grafana/compatibility.js'
import type { DataSourceServer } from '../grafana/data-source.js'
import { provisionedFiles, provisioningFolder } from '../grafana/provisioning.js'
import { isVerdict, verdictOf, type Verdict } from '../report/verdict/verdict.js'
import type { Settings } from '../settings/settings.js'
import { dialects } from '../stack/flavors.js'
import { detectStack } from '../steps/detect-stack.js'
import { dataSourceServer, leftOutNotes } from '../steps/for-grafana.js'
import { readSettings, type StackOptions } from '../steps/read-settings.js'
import type { Run } from '../steps/run.js'
import { warn } from '../steps/warn.js'

export interface ExportGrafanaOptions extends StackOptions {
  /** a folder; the files come below `provisioning` in it */
  to?: string
  /** elasticsearch or opensearch: then the stack is not asked */
  flavor?: string
}

/** `elkctl export grafana`: what Grafana provisions itself, data sources, a folder and the dashboards. */
export async function exportGrafana(options: ExportGrafanaOptions, run: Run): Promise<Verdict> {
  const { to = '.' } = options
  const given = flavorIn(options)
  const asksNothing = given !== undefined
  const settings = await readSettings(options, run, { needsRelease: false, asksNothing, signsIn: !asksNothing })
  if (isVerdict(settings)) return settings
  const { profile } = settings
  const server = given === undefined ? await serverOf(settings, run) : dataSourceServer(settings, given)
  if (server.insecure) warn('with these data sources certificates are not checked', run)
  const { folder, dataSources, dashboards } = forGrafana(savedObjects(settings, options, server), {
    ...{ name: profile.name, title: profile.title, server },
  })
  if (dashboards.length === 0) throw nothingToShow(profile.title)
  run.journal.note(...leftOutNotes(dashboards.flatMap(({ leftOut }) => leftOut)))
  const passwordVariable = server.username === undefined ? undefined : `${upperCase(profile.name)}_GRAFANA_PASSWORD`
  const files = provisionedFiles({
    ...{ name: profile.name, folder, dataSources, dashboards, passwordVariable },
    caFile: options.caFile,
  })
  const top = join(to, 'provisioning')
  writeNewFiles(
    files.map(({ path, text }) => ({ file: join(top, path), text })),
    { replace: options.force ?? false },
  )
  run.journal.note(
    `${counted(dataSources.length, 'data source')} and ${counted(dashboards.length, 'dashboard')} for the folder ${folder.title}`,
  )
  return verdictOf({ end: 'exported', file: top, next: nextStep(server, passwordVariable, settings) })
}

function flavorIn({ flavor }: ExportGrafanaOptions): DataSourceServer['dialect'] | undefined {
  const found = dialects.find((dialect) => dialect === flavor)
  if (flavor === undefined || found !== undefined) return found
  throw new SettingsError([{ where: '--flavor', message: `"${flavor}" is not known: ${dialects.join(', ')}` }])
}

async function serverOf(settings: Settings, run: Run): Promise<DataSourceServer> {
  const withoutDashboards = { ...settings, dashboardsUrl: undefined, withoutDashboards: 'Grafana does not need it' }
  const { flavor, version, security } = await detectStack(withoutDashboards, run)
  const tooNew = flavor.dialect === 'elasticsearch' ? tooNewFor(version) : undefined
  if (tooNew !== undefined)
    run.journal.note(`Grafana ${tooNew} and later do not speak to ${flavor.title} ${version}: use an older one`)
  return dataSourceServer(settings, flavor.dialect, { version, security })
}

const savedObjects = ({ profile, variables }: Settings, options: ExportGrafanaOptions, { dialect }: DataSourceServer) =>
  loadDefinitions({
    profile: profile.name,
    ...{ dialect, variables, variants: [], rename: {} },
    only: ['saved object'],
    ...(options.data !== undefined && { folder: options.data }),
  })

const nothingToShow = (title: string) =>
  new SettingsError([{ where: 'export grafana', message: `${title} has no dashboards` }])

const upperCase = (name: string): string => name.toUpperCase().replace(/\W/g, '_')

function nextStep(
  { dialect, username }: DataSourceServer,
  variable: string | undefined,
  { profile }: Settings,
): string {
  const plugin = dialect === 'opensearch' ? ', install the plugin grafana-opensearch-datasource' : ''
  const isViewer = username !== undefined && username === profile.users.viewer
  const makes = isViewer ? ` (elkctl create-user ${username} --read-only --profile ${profile.name} makes it)` : ''
  const password = variable === undefined ? '' : `, set ${variable} to the password of ${String(username)}${makes}`
  return `copy what is in it into ${provisioningFolder}${plugin}${password}, and start Grafana again`
}
