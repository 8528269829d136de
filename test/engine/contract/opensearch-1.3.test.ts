import { describeContract } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContract(derivedStacks['opensearch-1.3'])
