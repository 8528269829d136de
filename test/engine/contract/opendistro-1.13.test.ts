import { describeContract } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContract(derivedStacks['opendistro-1.13'])
