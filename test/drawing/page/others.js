import moment from 'moment'
import { createElement as h } from 'react'
import { written } from './formats.js'

export const drawNumbers = ({ fontSize, numbers }) =>
  numbers.map(({ value, label, format }) =>
    h(
      'div',
      { key: label, className: 'number' },
      h('div', { className: 'value', style: { fontSize: `${String(fontSize)}pt` } }, written(value, format)),
      h('div', null, label),
    ),
  )

export function drawTable({ columns, formats, rows, total }) {
  const cells = (kind, row) => row.map((cell, index) => h(kind, { key: index }, cell))
  return h(
    'table',
    null,
    h('thead', null, h('tr', null, cells('th', columns))),
    h(
      'tbody',
      null,
      rows.slice(0, 10).map(({ names, values }) => {
        const numbers = values.map((value, index) => written(value, formats[index]))
        return h('tr', { key: names.join() }, cells('td', [...names, ...numbers]))
      }),
    ),
    total !== undefined &&
      h(
        'tfoot',
        null,
        h(
          'tr',
          null,
          cells(
            'td',
            columns.map((_column, index) => (index < columns.length - 1 ? '' : written(total, formats.at(-1)))),
          ),
        ),
      ),
  )
}

/** As many documents as a page of Kibana's list has; the list scrolls. */
export function drawDocuments({ columns, rows }) {
  const page = rows.slice(0, 50)
  const time = (text) => moment.utc(text).format('MMM D, YYYY @ HH:mm:ss.SSS')
  return [
    h('div', { key: 'bar', className: 'bar' }, `1–${String(page.length)} of ${String(rows.length)}`),
    h(
      'table',
      { key: 'table' },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          h('th'),
          columns.map((column) => h('th', { key: column }, column)),
        ),
      ),
      h(
        'tbody',
        null,
        page.map(([first, ...others], index) =>
          h(
            'tr',
            { key: index },
            h('td', null, '›'),
            h('td', { className: 'time' }, time(first)),
            others.map((text, column) => h('td', { key: column }, text)),
          ),
        ),
      ),
    ),
  ]
}

export const drawControls = ({ labels, buttons }) => [
  h(
    'div',
    { key: 'controls', className: 'selectors' },
    labels.map((label) => h('label', { key: label }, label, h('span', null, 'Select...'))),
  ),
  buttons &&
    h(
      'div',
      { key: 'buttons', className: 'buttons' },
      ['Apply changes', 'Cancel changes', 'Clear form'].map((text) => h('span', { key: text }, text)),
    ),
]

/** As much of Markdown as the dashboards use: headings, paragraphs, tables, bold words and links. */
export function drawMarkdown({ fontSize, text }) {
  const inline = (line) =>
    line
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
      .replaceAll(/\[(.+?)\]\(.+?\)/g, '<a>$1</a>')
  const block = (lines) => {
    const [, hashes, heading] = /^(#+) (.*)$/.exec(lines) ?? []
    return hashes === undefined
      ? `<p>${inline(lines)}</p>`
      : `<h${String(hashes.length)}>${inline(heading)}</h${String(hashes.length)}>`
  }
  const __html = text.split(/\n\n+/).map(block).join('')
  return h('div', {
    className: 'text',
    style: { fontSize: `${String(fontSize)}pt` },
    dangerouslySetInnerHTML: { __html },
  })
}

const greens = ['#f7fcf5', '#c7e9c0', '#74c476', '#238b45']

/** Kibana's heat map is drawn by an older library; its cells and legend are like this. */
export function drawHeatmap({ time, ranges, cells, title, legend, format }, { width, height }) {
  const names = [...new Set(cells.map(({ y }) => y))]
  const [left, right, bottom] = [140, legend === undefined ? 8 : 130, 50]
  const every = time.every * 1000
  const start = time.from - (time.from % every)
  const column = (width - left - right) / Math.ceil((time.to - start) / every)
  const row = (height - bottom) / Math.max(names.length, 1)
  const colorOf = (index) => ranges[index]?.color ?? greens[index]
  const indexOf = (value) => ranges.findIndex(({ from, to }) => value >= from && value < to)
  const clock = (x) => new Date(x).toISOString().slice(11, 16)
  return h(
    'svg',
    { width, height },
    cells.map(({ x, y, value }) =>
      h('rect', {
        key: `${String(x)} ${y}`,
        x: left + ((x - start) / every) * column,
        y: names.indexOf(y) * row,
        width: column,
        height: row,
        fill: colorOf(indexOf(value)) ?? '#fff',
        stroke: '#aaa',
        strokeWidth: 0.3,
      }),
    ),
    names.map((name, index) => h('text', { key: name, x: left - 8, y: (index + 0.5) * row, textAnchor: 'end' }, name)),
    Array.from({ length: 6 }, (_, index) => time.from + ((time.to - time.from) * index) / 5).map((x) =>
      h(
        'text',
        { key: x, x: left + ((x - start) / every) * column, y: height - bottom + 16, textAnchor: 'middle' },
        clock(x),
      ),
    ),
    h('text', { key: 'title', x: width / 2, y: height - 10, textAnchor: 'middle', className: 'axis' }, title),
    legend !== undefined &&
      ranges.map(({ from, to }, index) =>
        h('g', { key: from, transform: `translate(${String(width - right + 12)}, ${String(12 + index * 18)})` }, [
          h('circle', { key: 'dot', r: 5, cy: -3, fill: colorOf(index), stroke: '#ccc' }),
          h('text', { key: 'label', x: 10 }, `${written(from, format)} - ${written(to, format)}`),
        ]),
      ),
  )
}
