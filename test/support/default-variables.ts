export { defaultVariables } from '../../src/profiles/variables.js'
