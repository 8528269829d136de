import { describeOpenVidu } from './panels/openvidu/describe-openvidu.js'

describeOpenVidu('opensearch-2.19')
