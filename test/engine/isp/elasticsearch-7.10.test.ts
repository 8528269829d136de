import { describeIsp } from './isp.js'

describeIsp('elasticsearch-7.10')
