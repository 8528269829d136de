/** The engines, side by side: what they are made of, what they are told, and how one knows that they are ready. */

export type EngineName =
  | 'elasticsearch-7.10'
  | 'elasticsearch-6.8'
  | 'elasticsearch-8.19'
  | 'elasticsearch-9.5'
  | 'opensearch-2.19'
  | 'opensearch-3.4'

export type Setting = string | number | boolean | string[]

/** A file below the folder of the engine in the cache. */
export const certificateFiles = {
  keystore: 'certificate/node.p12',
  truststore: 'certificate/trust.p12',
  pem: 'certificate/node.crt',
  /** keytool's usual one; it guards nothing, since the key lies beside it. */
  password: 'changeit',
}

/** What is compiled into `classes`; Java keeps no archive of classes in a folder. */
export const programJar = 'classes.jar'

export interface EngineProduct {
  version: string
  /** the oldest release of Java that it runs on, and is compiled for */
  java: number
  username: 'elastic' | 'admin'
  /** Java class with the main method. */
  program: string
  /**
   * Folder of compiled classes in the cache -> folders below sandbox/engines with the sources. The pom.xml is in the folder
   * that has the engine's name.
   */
  classes: Record<string, string[]>
  /** Entries of the Java class path, relative to the folder of the engine in the cache. */
  classPath: string[]
  configFile: 'elasticsearch.yml' | 'opensearch.yml'
  /** Settings of this engine beyond `commonSettings`. */
  settings: (variant: { security: boolean; https: boolean }) => Record<string, Setting>
  /** Path in the home -> what a start puts there from the folder of the engine in the cache, as a copy or as a link. */
  copies?: Record<string, string>
  links?: Record<string, string>
  /** With security: paths that must answer 200, one after the other, before the engine counts as ready. */
  readyPaths: string[]
}

export const commonSettings: Record<string, Setting> = {
  'cluster.name': 'sandbox',
  'node.name': 'sandbox',
  'network.host': '127.0.0.1',
  'http.port': 0,
  'transport.port': 0,
  'discovery.type': 'single-node',
  'cluster.routing.allocation.disk.threshold_enabled': false,
}

function xpack({ security, https }: { security: boolean; https: boolean }): Record<string, Setting> {
  return {
    'xpack.security.enabled': security,
    'xpack.license.self_generated.type': 'basic',
    // 2^4 instead of 2^10 rounds: a throw-away engine has nothing to protect from guessing
    'xpack.security.authc.password_hashing.algorithm': 'bcrypt4',
    // off by default without TLS, up to 7
    'xpack.security.authc.api_key.enabled': security,
    ...(https && {
      'xpack.security.http.ssl.enabled': true,
      'xpack.security.http.ssl.keystore.path': 'node.p12',
      'xpack.security.http.ssl.keystore.password': certificateFiles.password,
    }),
  }
}

/** OpenSearch serves both layers with the same pair of stores; TLS between nodes cannot be off. */
function openSearchTls(layer: 'http' | 'transport'): Record<string, Setting> {
  return {
    [`plugins.security.ssl.${layer}.keystore_type`]: 'PKCS12',
    [`plugins.security.ssl.${layer}.keystore_filepath`]: 'node.p12',
    [`plugins.security.ssl.${layer}.truststore_type`]: 'PKCS12',
    [`plugins.security.ssl.${layer}.truststore_filepath`]: 'trust.p12',
  }
}

/** From 8 on its plugins are modules with class loaders of their own. */
function modularElasticsearch(name: EngineName, version: string, java: number): EngineProduct {
  return {
    version,
    java,
    username: 'elastic',
    program: 'Elasticsearch',
    classes: {
      classes: ['common', 'elasticsearch', name, 'elasticsearch-modules'],
      'stand-ins': ['elasticsearch-stand-ins', `${name}/stand-ins`],
    },
    classPath: [programJar, 'target/lib/*'],
    configFile: 'elasticsearch.yml',
    settings: xpack,
    // it makes the security index by itself just after the first 200, and answers 503 until that is done
    readyPaths: ['/', '/_cluster/health/.security-7?wait_for_status=green&timeout=5s', '/_license'],
  }
}

function openSearch(name: EngineName, version: string, java: number): EngineProduct {
  return {
    version,
    java,
    username: 'admin',
    program: 'OpenSearch',
    classes: { classes: ['common', 'opensearch', name] },
    // the jars of the plugin stay on the class path without security too: the program hashes with one of them
    classPath: [programJar, 'target/lib/*', 'target/security/*'],
    configFile: 'opensearch.yml',
    settings: ({ security, https }) =>
      security
        ? {
            ...openSearchTls('transport'),
            ...(https && { 'plugins.security.ssl.http.enabled': true, ...openSearchTls('http') }),
            'plugins.security.allow_default_init_securityindex': true,
            'plugins.security.restapi.roles_enabled': ['all_access', 'security_rest_api_access'],
            'plugins.security.password.hashing.bcrypt.rounds': 4,
            'plugins.security.audit.type': 'noop',
          }
        : {},
    copies: { 'config/opensearch-security': 'target/security/config' },
    readyPaths: ['/', '/_plugins/_security/authinfo'],
  }
}

export const products: Record<EngineName, EngineProduct> = {
  'elasticsearch-7.10': {
    version: '7.10.2',
    java: 17,
    username: 'elastic',
    program: 'Elasticsearch',
    classes: { classes: ['common', 'elasticsearch', 'elasticsearch-7.10'] },
    classPath: [programJar, 'target/lib/*'],
    configFile: 'elasticsearch.yml',
    settings: xpack,
    readyPaths: ['/', '/_license'],
  },
  'elasticsearch-6.8': {
    version: '6.8.23',
    java: 17,
    username: 'elastic',
    program: 'Elasticsearch',
    classes: { classes: ['common', 'elasticsearch', 'elasticsearch-6.8'] },
    classPath: [programJar, 'target/distribution/elasticsearch-6.8.23/lib/*'],
    configFile: 'elasticsearch.yml',
    // machine learning starts native programs, which would not end with the node's Java process
    settings: (variant) => ({ ...xpack(variant), 'xpack.ml.enabled': false }),
    links: { modules: 'target/distribution/elasticsearch-6.8.23/modules' },
    readyPaths: ['/', '/_license'],
  },
  'elasticsearch-8.19': modularElasticsearch('elasticsearch-8.19', '8.19.21', 17),
  'elasticsearch-9.5': modularElasticsearch('elasticsearch-9.5', '9.5.3', 21),
  'opensearch-2.19': openSearch('opensearch-2.19', '2.19.4', 17),
  'opensearch-3.4': openSearch('opensearch-3.4', '3.4.0', 21),
}
