const font = { fontFamily: "'Inter UI', sans-serif" }

/** What Kibana 7.12 sets for all its charts, on top of the light theme of @elastic/charts. */
export const theme = {
  chartMargins: { left: 0, right: 0, top: 0, bottom: 0 },
  areaSeriesStyle: { line: { strokeWidth: 2 }, point: { visible: false, fill: '#fff', strokeWidth: 2, radius: 3 } },
  barSeriesStyle: {
    displayValue: {
      ...font,
      fontSize: { min: 8, max: 12 },
      fill: { color: '#343741', borderColor: '#fff', borderWidth: 2 },
    },
  },
  scales: { barsPadding: 0.25, histogramPadding: 0.05 },
  axes: {
    axisTitle: { ...font, fontSize: 12, fill: '#343741', padding: { inner: 10, outer: 0 } },
    axisLine: { stroke: '#eef0f3' },
    tickLabel: { ...font, fontSize: 10, fill: '#69707d', padding: { outer: 8, inner: 10 } },
    tickLine: { visible: false },
    gridLine: { horizontal: { stroke: '#eef0f3' }, vertical: { stroke: '#eef0f3', dash: [4, 4] } },
  },
}

/** The palette of charts whose series have no fixed colour, in the order in which they come. */
export const palette = '#54B399 #6092C0 #D36086 #9170B8 #CA8EAE #D6BF57 #B9A888 #DA8B45 #AA6556 #E7664C'.split(' ')
