import { describeContract } from './contract.js'
import { engineStacks } from './stacks.js'

describeContract(engineStacks['elasticsearch-8.19'])
