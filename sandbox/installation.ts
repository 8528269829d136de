import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFolder } from './package-folder.js'

/** An OpenVidu installation folder: the real `.env` of release 2.20.0, filled in, and a `docker-compose.yml` that names the release. */
export interface Installation {
  folder: string
  envFile: string
  /** the text of `.env` now */
  env: () => string
  /** the value of a key as it stands there now */
  value: (name: string) => string | undefined
  remove: () => void
}

export interface InstallationOptions {
  searchUrl?: string
  dashboardsUrl?: string
  username?: string
  password?: string
  /** default 2.20.0 */
  release?: string
  /** further `NAME=value` */
  more?: Record<string, string>
}

export function makeInstallation(options: InstallationOptions): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-installation-'))
  mkdirSync(folder, { recursive: true })
  const envFile = join(folder, '.env')
  const values: Record<string, string | undefined> = {
    DOMAIN_OR_PUBLIC_IP: 'openvidu.example.com',
    OPENVIDU_PRO_ELASTICSEARCH_HOST: options.searchUrl,
    OPENVIDU_PRO_KIBANA_HOST: options.dashboardsUrl,
    ELASTICSEARCH_USERNAME: options.username,
    ELASTICSEARCH_PASSWORD: options.password,
    ...options.more,
  }
  let text = readFileSync(join(packageFolder(), 'test/fixtures/env/openvidu-2.20.0.env'), 'utf8')
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^#? ?${name}=.*$`, 'm')
    // A key that is not wanted is commented out, as the file itself does it. A function, because `$` means something in a replacement.
    text = text.replace(line, () => (value === undefined ? `#${name}=` : `${name}=${value}`))
  }
  writeFileSync(envFile, text, { mode: 0o640 })
  writeFileSync(
    join(folder, 'docker-compose.yml'),
    `# ------------------------------------------------------------------------------\n#\n#    Openvidu Version: ${options.release ?? '2.20.0'}\n#\nversion: '3.1'\n`,
  )
  return {
    folder,
    envFile,
    env: () => readFileSync(envFile, 'utf8'),
    value: (name) => new RegExp(`^${name}=(.*)$`, 'm').exec(readFileSync(envFile, 'utf8'))?.[1],
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
