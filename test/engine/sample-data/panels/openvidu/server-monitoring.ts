import type { Shown } from '../../../content/panel-request.js'
import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import { jvmStates, type JvmState, type Pool } from '../../../../../src/profiles/openvidu/sample-data/model/jvm.js'
import { cpuOf } from '../../../../../src/profiles/openvidu/sample-data/model/measures.js'
import {
  httpSessionsOf,
  processCpuOf,
  receivedBytes,
  serverStartOf,
  serverSteps,
} from '../../../../../src/profiles/openvidu/sample-data/model/server.js'
import { asksNothing, line, mean, meanAt, sum, type Look, type PanelProofs } from '../look.js'
import { answered, counted, failed, logged, moments, nothingToSelect } from './server.js'

type Show = (cluster: SampleCluster, look: Look) => Shown

const jvm = (cluster: SampleCluster): JvmState[] => jvmStates(cluster, serverSteps(cluster))

/** The mean of something of the JVM at the moments at which it was sent. */
const state = (cluster: SampleCluster, look: Look, of: (jvm: JvmState) => number): Shown => {
  const all = jvm(cluster)
  return line(look, (from, before) => mean(all.filter(({ time }) => time >= from && time < before).map(of)))
}

/** What the JVM did in steps that end in an interval; nothing is 0. */
const done = (cluster: SampleCluster, look: Look, amount: (jvm: JvmState) => number): Shown => {
  const all = jvm(cluster)
  return line(look, (from, before) => sum(all.filter(({ time }) => time >= from && time < before).map(amount)))
}

/** A part of the memory, or several together. */
const memory =
  (pools: (jvm: JvmState) => Pool[]): Show =>
  (cluster, look) => {
    const together = (of: (pool: Pool) => number) => state(cluster, look, (one) => sum(pools(one).map(of)))
    return {
      Used: together(({ used }) => used),
      Committed: together(({ committed }) => committed),
      Max: together(({ max }) => max),
    }
  }

/** A part of the memory to which the JVM sets no limit: -1 is none, and a panel that does not promise one shows none. */
const unlimited =
  (pool: (jvm: JvmState) => Pool): Show =>
  (cluster, look) => {
    if (!jvm(cluster).every((one) => pool(one).max === -1)) throw new Error('the sample data has a limit there')
    return {
      Used: state(cluster, look, (one) => pool(one).used),
      Committed: state(cluster, look, (one) => pool(one).committed),
    }
  }

const logs =
  (level: string): Show =>
  (cluster, look) => ({ [level]: line(look, logged(cluster, level)) })

const pauses = ({ minorPauses = [], majorPauses = [] }: JvmState): number[] => [...minorPauses, ...majorPauses]

export const serverMonitoringPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-server-monitoring-metrics',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    'Host and Application': nothingToSelect,
    'Basic Statistics': asksNothing,
    'Start time': serverStartOf,
    'CPU Usage': (cluster, look) => ({
      'System CPU Usage': line(
        look,
        meanAt(moments(cluster), (time) => cpuOf(cluster, cluster.master, time)),
      ),
      'Process CPU Usage': line(
        look,
        meanAt(moments(cluster), (time) => processCpuOf(cluster, time)),
      ),
    }),
    'JVM Statistics - Memory': asksNothing,
    'Eden Space (heap)': unlimited(({ heap }) => heap['G1 Eden Space']),
    'Old Gen (heap)': memory(({ heap }) => [heap['G1 Old Gen']]),
    'Survivor Space (heap)': unlimited(({ heap }) => heap['G1 Survivor Space']),
    'Code Heap / Code Cache (non-heap)': memory(({ nonheap }) =>
      Object.entries(nonheap).flatMap(([name, pool]) => (name.startsWith('CodeHeap') ? [pool] : [])),
    ),
    'Compressed Class Space (non-heap)': memory(({ nonheap }) => [nonheap['Compressed Class Space']]),
    'Metaspace (non-heap)': unlimited(({ nonheap }) => nonheap.Metaspace),
    'Classes Loaded': (cluster, look) => ({ Count: state(cluster, look, ({ classes }) => classes) }),
    'Classes Unloaded': (cluster, look) => ({ Count: done(cluster, look, () => 0) }),
    'Direct Buffers': (cluster, look) => {
      const used = state(cluster, look, ({ directBuffers }) => directBuffers.used)
      return { Used: used, Capacity: used }
    },
    'Mapped Buffers': (cluster, look) => {
      const none = state(cluster, look, () => 0)
      return { Used: none, Capacity: none }
    },
    Threads: (cluster, look) => ({
      Daemon: state(cluster, look, ({ threads }) => threads.daemon),
      Live: state(cluster, look, ({ threads }) => threads.live),
      Peak: state(cluster, look, ({ threads }) => threads.peak),
    }),
    'Memory Allocate/Promote': (cluster, look) => ({
      Allocated: done(cluster, look, ({ allocated }) => allocated),
      Promoted: done(cluster, look, ({ promoted }) => promoted),
    }),
    'JVM Statistics - GC': asksNothing,
    'GC Count': (cluster, look) => ({ Count: done(cluster, look, (one) => pauses(one).length) }),
    'GC Stop the World Duration': (cluster, look) => ({ Duration: done(cluster, look, (one) => sum(pauses(one))) }),
    'Tomcat Statistics': asksNothing,
    'Total Error Count': (cluster, { from, to }) =>
      counted(cluster, answered(cluster).filter(failed))(from, to + 1) ?? NaN,
    'Thread Config Max': () => 200,
    'Active Sessions': (cluster, look) => ({
      'Active Sessions': line(
        look,
        meanAt(moments(cluster), (time) => httpSessionsOf(cluster, time)),
      ),
    }),
    'Sent & Received Bytes': (cluster, look) => ({
      'Sent Bytes': line(
        look,
        counted(cluster, answered(cluster), ({ bytes }) => bytes),
      ),
      'Received Bytes': line(
        look,
        counted(cluster, answered(cluster), (request) => receivedBytes([request])),
      ),
    }),
    'Logback Statistics': asksNothing,
    'INFO logs': logs('INFO'),
    'ERROR logs': logs('ERROR'),
    'WARN logs': logs('WARN'),
    'DEBUG logs': logs('DEBUG'),
    'TRACE logs': logs('TRACE'),
  },
}
