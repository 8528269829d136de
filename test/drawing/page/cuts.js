/** canvas → what was written on it, by its place */
const texts = new Map()

/** Keeps where canvases write what. A chart that is drawn again begins again. */
export function watchCanvases() {
  const { fillText, clearRect } = CanvasRenderingContext2D.prototype
  Object.assign(CanvasRenderingContext2D.prototype, {
    clearRect(...args) {
      texts.delete(this.canvas)
      return clearRect.apply(this, args)
    },
    fillText(text, x, y, ...more) {
      const box = boxOf(this, text, x, y)
      const known = texts.get(this.canvas) ?? new Map()
      known.set(`${text} ${String(Math.round(box.left))} ${String(Math.round(box.top))}`, box)
      texts.set(this.canvas, known)
      return fillText.call(this, text, x, y, ...more)
    },
  })
}

function boxOf(context, text, x, y) {
  const {
    actualBoundingBoxLeft: l,
    actualBoundingBoxRight: r,
    actualBoundingBoxAscent: a,
    actualBoundingBoxDescent: d,
  } = context.measureText(text)
  const transform = context.getTransform()
  const corners = [new DOMPoint(x - l, y - a), new DOMPoint(x + r, y + d)].map((point) =>
    transform.transformPoint(point),
  )
  const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)]
  return { text, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}

/** Of the text, whether or not it is shown wholly. */
function widthOf(element) {
  const range = document.createRange()
  range.selectNodeContents(element)
  return range.getBoundingClientRect().width
}

const bottomOf = (element) => element.getBoundingClientRect().bottom
const titleOf = (element) => element.closest('section').dataset.title

/** Says on the console which texts are cut, hidden or lie over one another: a line for each panel and kind of defect; then how many panels there are. */
export function tellCuts() {
  const found = new Map()
  const add = (element, what, text) => {
    const key = `${titleOf(element)}: ${what}`
    found.set(key, [...(found.get(key) ?? []), text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)])
  }
  for (const element of document.querySelectorAll('.title, .echLegendItem__label, .top .label, td, th'))
    if (widthOf(element) > element.clientWidth + 0.5) add(element, 'cut', element.textContent)
  // Numbers stand in the middle, and are cut at both sides.
  for (const element of document.querySelectorAll('.number .value'))
    if (widthOf(element) > element.closest('.content').clientWidth) add(element, 'cut', element.textContent)
  // Lists of documents scroll.
  for (const element of document.querySelectorAll('.content:not(.documents)'))
    if (element.scrollHeight > element.clientHeight + 1) add(element, 'does not fit in height', element.textContent)
  // Legends below a chart have two rows; the others have to be scrolled to.
  for (const element of document.querySelectorAll('.echLegendItem'))
    if (bottomOf(element) > bottomOf(element.closest('.echLegendListContainer')) + 1)
      add(element, 'hidden in the legend', element.textContent)
  for (const [canvas, all] of texts) if (canvas.isConnected) lookAtCanvas(canvas, [...all.values()], add)
  for (const [key, [first, ...others]] of found)
    console.log(`CUT ${key}: ${first}${others.length > 0 ? ` and ${String(others.length)} more` : ''}`)
  console.log(`DRAWN ${String(document.querySelectorAll('.content:not(:empty)').length)}`)
}

function lookAtCanvas(canvas, all, add) {
  const boxes = all.filter(({ left, right }) => right > left)
  for (const { text, left, right, top, bottom } of boxes)
    if (left < -1 || top < -1 || right > canvas.width + 1 || bottom > canvas.height + 1)
      add(canvas, 'outside the chart', text)
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1))
      if (overlap(one, other)) add(canvas, 'over or beside one another', `${one.text}, ${other.text}`)
  })
}

/** Texts that nearly touch read as one. */
const least = 4
const overlap = (one, other) =>
  one.left < other.right + least && other.left < one.right + least && one.top < other.bottom && other.top < one.bottom
