import { whyNotHere } from '../../../../sandbox/engine.js'
import { describeApplications } from '../../../engine/contract/applications.js'
import { describeContract } from '../../../engine/contract/contract.js'
import { engineStacks } from '../../../engine/contract/stacks.js'

describeContract(engineStacks['elasticsearch-9.5'], await whyNotHere('elasticsearch-9.5'), describeApplications)
