import js from '@eslint/js'
import { readdirSync } from 'node:fs'
import tseslint from 'typescript-eslint'

/**
 * Who may import what: `cli → commands → steps → (settings, profiles, lifecycle, access, engine, grafana, report)`, `engine → kinds → stack → http`. Nobody
 * imports `commands` but `cli`.
 */
const only = (files, patterns, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] },
})

const terminal = ['chalk', 'ora', 'inquirer', 'commander']
const network = ['axios', '@elastic/*', 'node:http', 'node:https', 'node:net', 'node:tls']
const files = ['node:fs', 'node:fs/*', 'fs']
const above = (...rooms) => rooms.map((room) => `**/${room}/**`)
const top = above('cli', 'commands', 'steps')
const middle = above('report', 'engine', 'kinds')
// Existing indices are behind one interface.
const inside = ['**/lifecycle/*', '!**/lifecycle/index.js']

/** Every application that has a profile, in any case: outside it nothing may know it by its name. */
const applications = readdirSync(new URL('src/profiles', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
// A short name is a part of other words.
const named = `/${applications.map((name) => (name.length > 5 ? name : `(?<![a-z])${name}(?![a-z])`)).join('|')}/i`

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
  {
    files: ['src/**'],
    ignores: ['src/profiles/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[`Literal[value=${named}]`, `TemplateElement[value.raw=${named}]`, `Identifier[name=${named}]`].map(
          (selector) => ({ selector, message: 'what belongs to one application is in its profile' }),
        ),
      ],
    },
  },
  only(
    ['src/commands/**'],
    [...terminal, ...network, ...files, ...inside, ...above('cli')],
    'a command is a list of steps; what is on the terminal comes in with the run',
  ),
  only(
    ['src/steps/**'],
    [...terminal, ...network, ...files, ...inside, ...above('cli', 'commands')],
    'a step knows nothing of the command that takes it',
  ),
  only(
    ['src/http/!(search-server|dashboards-server).ts', 'src/http/explain/**', 'src/stack/**'],
    [...terminal, ...network, ...files, ...top, ...middle],
    'only the servers and the connections in http talk to the network, and http and stack know nothing of what is above them',
  ),
  only(
    ['src/http/{search-server,dashboards-server}.ts', 'src/http/connection/**'],
    [...terminal, ...files, ...top, ...middle],
    'http knows nothing of what is above it',
  ),
  only(
    ['src/kinds/**', 'src/access/**'],
    [...terminal, ...network, ...files, ...top, ...above('engine', 'settings', 'report')],
    'a kind knows bodies and paths, nothing else',
  ),
  only(
    ['src/dashboard-sources/**'],
    [...terminal, ...network, ...files, ...top, ...middle, ...above('settings')],
    'a source is expanded from values into values',
  ),
  only(
    ['src/alerts/**'],
    [...terminal, ...network, ...files, ...top, ...middle, ...above('settings')],
    'an alert is read from data files; searches, values and states are made of it',
  ),
  only(
    ['src/grafana/**'],
    [...terminal, ...network, ...files, ...top, ...above('engine', 'settings', 'report')],
    'dashboards of Grafana are made from saved objects, values from values',
  ),
  only(
    ['src/profiles/**', 'src/sample-data/**'],
    [...terminal, ...network, ...files, ...top, ...middle, ...above('dashboard-sources', 'settings')],
    'a profile is facts about an application; sample data is made from options, and sent by the writer that is handed in',
  ),
  only(
    ['src/profiles/*/sample-data/model/**'],
    [
      ...[...terminal, ...network, ...files, ...top, ...middle],
      ...['../documents/*', '../events/*', '../logs/*', '../metrics/*', '**/stack/*', '**/http/*'],
    ],
    'what happened in a made-up cluster knows nothing of the documents that tell of it',
  ),
  only(
    ['src/engine/!(definitions).ts'],
    [...terminal, ...network, ...files, ...inside, ...top, ...above('report')],
    'the engine neither prints nor touches files, and of src/lifecycle it knows index.ts',
  ),
  only(
    ['src/lifecycle/**'],
    [...terminal, ...network, ...files, ...top, ...above('report'), '**/engine/{plan,apply,review}.js'],
    'what is planned about existing indices does not print, and the engine calls it, not the other way round',
  ),
  only(['src/report/**', 'src/cli/**'], inside, 'of src/lifecycle the others know index.ts'),
  only(
    ['src/engine/definitions.ts'],
    [...terminal, ...network, ...inside, ...top, ...above('report')],
    'definitions only read data files',
  ),
  only(
    ['src/settings/**', 'src/files/**'],
    [...terminal, ...network, ...top, ...middle],
    'settings and files read and write files, nothing else',
  ),
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' } },
  },
  {
    files: ['bin/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly', __dirname: 'readonly' } },
  },
  {
    files: ['scripts/**/*.cjs'],
    languageOptions: { globals: { require: 'readonly', process: 'readonly', console: 'readonly', Buffer: 'readonly' } },
  },
  // What says to an old Node that it is too old.
  { files: ['bin/elkctl.js'], languageOptions: { ecmaVersion: 5 } },
  {
    files: ['test/drawing/page/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['window', 'document', 'setTimeout', 'DOMPoint', 'CanvasRenderingContext2D'].map((name) => [name, 'readonly']),
      ),
    },
  },
)
