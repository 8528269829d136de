import { compareVersions } from '../../../stack/versions.js'

/** The versions of Filebeat and Metricbeat that OpenVidu has shipped. */
export type BeatsVersion = '7.8.0' | '7.12.1'

/** Releases up to 2.31 bring Beats 7.8.0, later ones 7.12.1. */
export const beatsOf = (release: string): BeatsVersion => (compareVersions(release, '2.32') >= 0 ? '7.12.1' : '7.8.0')

/** What Beats of this version say of the Elastic Common Schema. */
export const ecsOf: Record<BeatsVersion, string> = { '7.8.0': '1.5.0', '7.12.1': '1.8.0' }
