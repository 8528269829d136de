import { describeContract } from '../../../engine/contract/contract.js'
import { derivedStacks } from '../../../engine/contract/stacks.js'

describeContract(derivedStacks['elasticsearch-7.3'])
