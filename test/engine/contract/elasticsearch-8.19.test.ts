import { describeVersion } from './contract.js'
import { engineStacks } from './stacks.js'

describeVersion(engineStacks['elasticsearch-8.19'])
