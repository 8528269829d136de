import { whyNotHere } from '../../../sandbox/engine.js'
import { describeContract } from './contract.js'
import { engineStacks } from './stacks.js'

describeContract(engineStacks['opensearch-3.4'], await whyNotHere('opensearch-3.4'))
