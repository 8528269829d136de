import { createElement as h, useLayoutEffect, useRef } from 'react'
import { written } from './formats.js'

/** Numbers and gauges are made as large as there is room. */
function Fitted({ size, children }) {
  const inner = useRef()
  useLayoutEffect(() => {
    const { offsetWidth, offsetHeight } = inner.current
    const scale = Math.min(size.width / offsetWidth, size.height / offsetHeight)
    inner.current.style.transform = `translate(-50%, -50%) scale(${String(scale)})`
  })
  return h('div', { className: 'fitted', ref: inner }, children)
}

export function drawTsvbNumber({ numbers: [first, second] }, size) {
  return h(
    Fitted,
    { size },
    h('div', { className: 'label' }, first.label),
    h('div', { className: 'value' }, written(first.value, first.format)),
    second &&
      h('div', { className: 'second' }, h('span', null, second.label), ` ${written(second.value, second.format)}`),
  )
}

const around = 2 * Math.PI * 50

/** Three fifths of a circle. */
export function drawGauge({ label, value, max, color, format }, size) {
  const ring = (share, stroke) =>
    h('circle', {
      key: stroke,
      ...{ r: 50, cx: 60, cy: 60, fill: 'none', stroke, strokeWidth: 10 },
      strokeDasharray: `${String(share * 0.6 * around)} ${String(around)}`,
      transform: 'rotate(-197.8 60 60)',
    })
  const share = value === null || value >= max ? 1 : value / max
  return h(
    Fitted,
    { size },
    h('svg', { width: 120.72, height: 78.72 }, ring(1, '#dfe1e6'), ring(share, color)),
    h(
      'div',
      { className: 'inside' },
      h('div', { className: 'label' }, label),
      h('div', { className: 'value' }, written(value, format)),
    ),
  )
}

export function drawTop({ bars }) {
  const most = Math.max(...bars.map(({ value }) => value ?? 0))
  return h(
    'table',
    null,
    h(
      'tbody',
      null,
      bars.map(({ label, value, color, format }) =>
        h(
          'tr',
          { key: label },
          h('td', { className: 'label' }, label),
          h(
            'td',
            { className: 'bar' },
            h('div', { style: { width: `${String((100 * (value ?? 0)) / most)}%`, background: color } }),
          ),
          h('td', { className: 'value' }, written(value, format)),
        ),
      ),
    ),
  )
}
