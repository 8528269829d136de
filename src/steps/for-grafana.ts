import type { DataSourceServer } from '../grafana/data-source.js'
import type { LeftOut } from '../grafana/dashboard.js'
import { insecureOption, type Settings } from '../settings/settings.js'
import type { Stack } from '../stack/stack.js'

/**
 * The search engine as Grafana's data sources ask it. Who looks at dashboards signs in; of an application without such an account, its service account.
 *
 * @param asked undefined: the stack was not asked
 */
export const dataSourceServer = (
  { profile: { users }, account, searchUrl, insecureBy, tls }: Settings,
  dialect: DataSourceServer['dialect'],
  asked?: Pick<Stack, 'version' | 'security'>,
): DataSourceServer => ({
  dialect,
  version: asked?.version,
  url: searchUrl,
  username: asked?.security === false ? undefined : usernameIn(users, account.username),
  // The option is for one run of elkctl; a setting is the application's own.
  insecure: searchUrl.startsWith('https:') && insecureBy !== undefined && insecureBy !== insecureOption,
  ownAuthority: tls.ca !== undefined,
})

/** Another name than the usual one was asked for. */
const usernameIn = (users: Settings['profile']['users'], given: string): string =>
  given === users.service ? (users.viewer ?? given) : given

export const leftOutNotes = (leftOut: LeftOut[]): string[] =>
  leftOut.map(({ dashboard, panel, why }) => `not in Grafana: ${dashboard} › ${panel}: it ${why}`)
