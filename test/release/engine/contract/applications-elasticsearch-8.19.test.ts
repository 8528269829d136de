import { describeApplications } from '../../../engine/contract/applications.js'
import { describeContract } from '../../../engine/contract/contract.js'
import { engineStacks } from '../../../engine/contract/stacks.js'

describeContract(engineStacks['elasticsearch-8.19'], undefined, describeApplications)
