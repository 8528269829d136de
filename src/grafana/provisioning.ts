import { stringify } from 'yaml'
import type { Json, JsonObject } from '../json.js'
import type { GrafanaDashboard } from './dashboard.js'

/** A file that Grafana reads when it starts. */
export interface ProvisionedFile {
  /** below the folder `provisioning` */
  path: string
  text: string
}

/** Whose files they are. */
export interface Provisioned {
  /** of the profile: what its files are called */
  name: string
  folder: { uid: string; title: string }
  dataSources: JsonObject[]
  dashboards: GrafanaDashboard[]
  /** the variable of Grafana's environment that holds the password; undefined: nobody signs in */
  passwordVariable: string | undefined
  /** PEM file with the authorities to trust, on Grafana's machine */
  caFile: string | undefined
}

/** Where Grafana's packages and its image have the folder `provisioning`. */
export const provisioningFolder = '/etc/grafana/provisioning'

export function provisionedFiles(all: Provisioned): ProvisionedFile[] {
  const { name, folder, dataSources, dashboards } = all
  return [
    {
      path: `datasources/${name}.yaml`,
      text: yaml({ apiVersion: 1, datasources: dataSources.map((one) => ({ ...plain(one), ...secrets(all) })) }),
    },
    {
      path: `dashboards/${name}.yaml`,
      text: yaml({
        apiVersion: 1,
        providers: [
          {
            name: `elkctl-${name}`,
            orgId: 1,
            folder: plainText(folder.title),
            folderUid: folder.uid,
            type: 'file',
            disableDeletion: false,
            allowUiUpdates: false,
            updateIntervalSeconds: 30,
            options: { path: `${provisioningFolder}/dashboards/${name}` },
          },
        ],
      }),
    },
    // Variables of the environment are not looked for in these: `$` in them is of the dashboard.
    ...dashboards.map(({ uid, model }) => ({
      path: `dashboards/${name}/${uid}.json`,
      text: `${JSON.stringify(model, null, 2)}\n`,
    })),
  ]
}

/** Grafana replaces $VARIABLE and ${VARIABLE} in these files with what its environment has: what is meant as it is has two of them. */
const plainText = (text: string): string => text.replaceAll('$', '$$$$')

function plain(value: JsonObject): JsonObject {
  const deep = (one: Json): Json => {
    if (typeof one === 'string') return plainText(one)
    if (Array.isArray(one)) return one.map(deep)
    return typeof one === 'object' && one !== null ? plain(one) : one
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one)]))
}

function secrets({ passwordVariable, caFile }: Provisioned): JsonObject {
  const secureJsonData: JsonObject = {
    ...(passwordVariable !== undefined && { basicAuthPassword: `\${${passwordVariable}}` }),
    ...(caFile !== undefined && { tlsCACert: `$__file{${caFile}}` }),
  }
  return Object.keys(secureJsonData).length === 0 ? {} : { secureJsonData }
}

const yaml = (value: JsonObject): string => stringify(value, { lineWidth: 0 })
