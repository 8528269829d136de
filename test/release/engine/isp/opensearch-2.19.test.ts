import { describeIsp } from '../../../engine/isp/isp.js'

describeIsp('opensearch-2.19')
