import { describeContract } from './contract.js'
import { engineStacks } from './stacks.js'

describeContract(engineStacks['elasticsearch-7.10'])
