import { describeThirdApplication } from './third-application.js'

describeThirdApplication('opensearch-2.19')
