import { describeApplications } from '../../../engine/contract/applications.js'
import { describeContract } from '../../../engine/contract/contract.js'
import { engineStacks } from '../../../engine/contract/stacks.js'

describeContract(engineStacks['elasticsearch-6.8'], undefined, describeApplications)
