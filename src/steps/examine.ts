import type { CheckId } from '../checks/catalogue/index.js'
import { passed, type Finding } from '../checks/finding.js'
import { findingsOfGrammar } from '../checks/of-grammar.js'
import { stageOf } from '../checks/of-error.js'
import { UnreachableError } from '../errors.js'
import { open } from '../http/connection/open.js'
import { findingLine } from '../report/text/findings.js'
import { describeStack } from '../report/text/stack.js'
import type { Settings, SettingsOptions } from '../settings/settings.js'
import { openSource } from '../settings/source.js'
import { orCommonIssue } from './common-issues.js'
import { detectStack } from './detect-stack.js'
import type { Run } from './run.js'

function tell(findings: Finding[], { screen, journal }: Run): void {
  journal.add({ findings })
  for (const finding of findings) screen.print(findingLine(finding, screen.color))
}

/** Whether the configuration file is there, can be read, and is read as it looks. @throws ElkctlError (usage) */
export async function examineFile(options: SettingsOptions, run: Run): Promise<void> {
  const { profile, file } = await openSource(options, run.environment)
  if (file === undefined) return
  const found = findingsOfGrammar(file.path, profile)
  tell([passed('settings.file', 'found and read', { subject: file.path }), ...found], run)
  // The settings have the same remarks as notes.
  for (const { place, detail } of found)
    if (place?.line !== undefined) run.journal.shown(`${place.file}:${place.line}: ${detail}`)
}

/** The way to each server, as far as it leads without a request. @throws UnreachableError that says at which stage it ends */
export async function examineNetwork(settings: Settings, run: Run): Promise<void> {
  const { searchUrl, dashboardsUrl, proxies, tls } = settings
  tell([passed('settings.value', `release ${settings.release || 'not needed'}; addresses and sign-in are set`)], run)
  const servers = [
    { url: searchUrl, title: 'the search engine', proxy: proxies.search },
    ...(dashboardsUrl === undefined
      ? []
      : [{ url: dashboardsUrl, title: 'the dashboards server', proxy: proxies.dashboards }]),
  ]
  for (const { url, title, proxy } of servers) {
    const stages: CheckId[] = [
      ...(proxy ? (['network.proxy'] as const) : (['network.name', 'network.port'] as const)),
      ...(url.startsWith('https:') ? (['network.tls'] as const) : []),
    ]
    const reached = (ids: CheckId[]) => ids.map((id) => passed(id, 'works', { subject: url }))
    try {
      const socket = await open({ url, title, tls, proxy, signal: run.signal })
      socket.destroy()
      tell(reached(stages), run)
    } catch (error) {
      if (error instanceof UnreachableError)
        tell(reached(stages.slice(0, Math.max(stages.indexOf(stageOf(error)), 0))), run)
      throw error
    }
  }
}

/** Who answers there, below its path, and whether the sign-in is accepted. @throws ElkctlError */
export async function examineStack(settings: Settings, run: Run): Promise<void> {
  const stack = await orCommonIssue(settings, run, () => detectStack(settings, run))
  tell([passed('stack.answers', describeStack(stack), { subject: settings.searchUrl })], run)
}
