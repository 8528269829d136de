import { describeOpenVidu } from './panels/openvidu/describe-openvidu.js'

describeOpenVidu('elasticsearch-7.10')
