import { describeContract } from '../../../engine/contract/contract.js'
import { engineStacks } from '../../../engine/contract/stacks.js'

describeContract(engineStacks['opensearch-2.19-compatibility'])
