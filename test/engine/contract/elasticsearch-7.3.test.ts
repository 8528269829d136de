import { describeContract } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContract(derivedStacks['elasticsearch-7.3'])
