import { whyNotHere } from '../../../../sandbox/engine.js'
import { describeApplications } from '../../../engine/contract/applications.js'
import { describeContract } from '../../../engine/contract/contract.js'
import { engineStacks } from '../../../engine/contract/stacks.js'

describeContract(engineStacks['opensearch-3.4'], await whyNotHere('opensearch-3.4'), describeApplications)
