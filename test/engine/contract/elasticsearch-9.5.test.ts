import { whyNotHere } from '../../../sandbox/engine.js'
import { describeContract } from './contract.js'
import { engineStacks } from './stacks.js'

describeContract(engineStacks['elasticsearch-9.5'], await whyNotHere('elasticsearch-9.5'))
