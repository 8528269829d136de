import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Who may import what: `commands → settings, profiles, stack, engine, report`, `engine → kinds → stack`; nobody imports `commands`. */
const only = (files, patterns, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] },
})

const terminal = ['chalk', 'ora', 'inquirer', 'commander']
const network = ['axios', '@elastic/*', 'node:http', 'node:https', 'node:net', 'node:tls']
const aboveSampleData = [
  '**/commands/*',
  '**/dashboards/*',
  '**/engine/*',
  '**/kinds/*',
  '**/settings/*',
  '**/report.js',
]
const files = ['node:fs', 'node:fs/*', 'fs']

export default tseslint.config(
  { ignores: ['build/', 'build-*/', 'node_modules/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      // `const { taken, ...rest } = object` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      // Bodies of servers are JSON: a field that should be text is shown as it is.
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
  only(
    ['src/stack/**', 'src/profiles/**'],
    [...terminal, ...files, '**/commands/*', '**/engine/*', '**/kinds/*', '**/report.js'],
    'the stack knows nothing of what is above it',
  ),
  only(
    ['src/stack/!(http|transport).ts'],
    [...terminal, ...network, ...files, '**/commands/*', '**/engine/*', '**/kinds/*'],
    'only stack/http.ts talks to the network',
  ),
  only(
    ['src/kinds/**'],
    [...terminal, ...network, ...files, '**/commands/*', '**/engine/*', '**/settings/*', '**/report.js'],
    'a kind knows bodies and paths, nothing else',
  ),
  only(
    ['src/dashboards/**'],
    [...terminal, ...network, ...files, '**/commands/*', '**/engine/*', '**/kinds/*', '**/settings/*', '**/report.js'],
    'a source is expanded from values into values',
  ),
  only(
    ['src/sample-data/**'],
    [...terminal, ...network, ...files, ...aboveSampleData],
    'sample data is made from options, and sent by the writer that is handed in',
  ),
  only(
    ['src/sample-data/model/**'],
    [...terminal, ...network, ...files, ...aboveSampleData, '../events/*', '../logs/*', '../metrics/*', '**/stack/*'],
    'what happened in the made-up cluster knows nothing of the documents that tell of it',
  ),
  only(
    ['src/engine/!(definitions).ts'],
    [...terminal, ...network, ...files, '**/commands/*', '**/report.js'],
    'the engine neither prints nor touches files',
  ),
  only(
    ['src/engine/definitions.ts'],
    [...terminal, ...network, '**/commands/*', '**/report.js'],
    'definitions only read data files',
  ),
  only(
    ['src/settings/**'],
    [...terminal, ...network, '**/commands/*', '**/engine/*', '**/kinds/*', '**/report.js'],
    'settings read files, nothing else',
  ),
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
)
