import { describeContractOfOne } from './contract.js'
import { engineStacks } from './stacks.js'

describeContractOfOne(engineStacks['opensearch-2.19-compatibility'])
