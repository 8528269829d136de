import { describeThirdApplication } from './third-application.js'

describeThirdApplication('elasticsearch-7.10')
