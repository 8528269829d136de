import { describeContract } from './contract.js'
import { engineStacks } from './stacks.js'

describeContract(engineStacks['opensearch-2.19'])
