import { copyFile, cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { certificateFiles, commonSettings, type EngineProduct, type Setting } from './engine-products.js'

export interface HomePlan {
  home: string
  /** the engine's folder in the cache */
  folder: string
  product: EngineProduct
  security: boolean
  https: boolean
  settings: Record<string, string>
}

const log4j = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`

/** Fills an empty home: config with the settings, the logging and the certificate, and a folder for temporary files. */
export async function writeHome({ home, folder, product, security, https, settings }: HomePlan): Promise<void> {
  const config = join(home, 'config')
  await mkdir(config)
  await mkdir(join(home, 'tmp'))
  await writeFile(
    join(config, product.configFile),
    yaml({ ...commonSettings, ...product.settings({ security, https }), ...settings }),
  )
  await writeFile(join(config, 'log4j2.properties'), log4j)
  for (const file of [certificateFiles.keystore, certificateFiles.truststore, certificateFiles.pem]) {
    await copyFile(join(folder, file), join(config, basename(file)))
  }
  for (const [path, source] of Object.entries(product.copies ?? {})) {
    await cp(join(folder, source), join(home, path), { recursive: true })
  }
  for (const [path, source] of Object.entries(product.links ?? {})) {
    await symlink(join(folder, source), join(home, path))
  }
}

/** One line a setting; JSON's scalars and lists are YAML's too. */
function yaml(settings: Record<string, Setting>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}\n`)
    .join('')
}
