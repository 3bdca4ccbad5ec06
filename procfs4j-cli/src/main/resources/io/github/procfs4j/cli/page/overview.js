// The whole time at a glance, with marks and gaps; dragging in it chooses the time in view.
import { element, label, shared, splits } from './chart.js';
import { keyOf, load } from './model.js';
import { TIME_STEPS } from './numbers.js';
import { all, keep, onChange, pan, scale, view, whole, zoom } from './state.js';
import { prepare, strip } from './strip.js';
import { colourOf, theme, tint } from './theme.js';

/** How near the edge of the range a drag moves that edge, in CSS pixels. */
const NEAR = 6;

/** The times without samples, as pairs, longer than `least`. */
export function gaps(times, values, least) {
  const gaps = [];
  let begin = null;
  const end = (t) => {
    if (begin !== null && t - begin >= least) gaps.push([begin, t]);
    begin = null;
  };
  for (let i = 0; i < times.length; i++) {
    if (Number.isFinite(values[i])) end(i > 0 ? times[i - 1] : times[i]);
    else begin ??= i > 0 ? times[i - 1] : times[i];
  }
  if (times.length > 0) end(times.at(-1));
  return gaps;
}

/**
 * What a drag does that begins at a pixel: it moves an edge of the range, the range, or makes another.
 */
export function grip(x, from, to, isWhole) {
  if (isWhole) return 'new';
  if (Math.abs(x - from) <= NEAR) return 'from';
  if (Math.abs(x - to) <= NEAR) return 'to';
  return x > from && x < to ? 'move' : 'new';
}

export class Overview {
  /**
   * @param headline the chart whose line is shown
   * @param findings the times that the verdicts are about, as pairs
   */
  constructor(headline, findings) {
    this.headline = headline;
    this.findings = findings;
    this.canvas = element('canvas', {
      className: 'overview',
      tabIndex: 0,
      role: 'group',
      'aria-label':
        `The whole time: ${headline?.title ?? ''}. Arrows move the time in view,` +
        ' plus and minus zoom, 0 shows all.',
    });
    this.axis = element('div', { className: 'axis', 'aria-hidden': 'true' });
    this.node = element('div', { id: 'overview' }, this.canvas, this.axis);
    this.canvas.addEventListener('pointerdown', (event) => this.begin(event));
    this.canvas.addEventListener('pointermove', (event) => this.move(event));
    this.canvas.addEventListener('pointerup', (event) => this.end(event));
    this.canvas.addEventListener('pointercancel', () => (this.drag = null));
    this.canvas.addEventListener('pointerleave', () => shared.point(null));
    this.canvas.addEventListener('dblclick', all);
    this.canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    onChange('view', () => this.draw());
  }

  async start() {
    if (this.headline) this.data = await load(this.headline);
    this.draw();
  }

  x(t) {
    return ((t - whole.from) / (whole.to - whole.from)) * this.canvas.clientWidth;
  }

  t(x) {
    return whole.from + (x / this.canvas.clientWidth) * (whole.to - whole.from);
  }

  draw() {
    const { canvas } = this;
    if (canvas.clientWidth === 0) return;
    const key = [canvas.clientWidth, canvas.clientHeight, theme.ground, Boolean(this.data)].join();
    if (this.drawnOf !== key) {
      this.drawWhole();
      this.drawnOf = key;
      this.picture = new OffscreenCanvas(canvas.width, canvas.height);
      this.picture.getContext('2d').drawImage(canvas, 0, 0);
    }
    const { ctx, ratio } = prepare(canvas);
    ctx.drawImage(this.picture, 0, 0);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (view !== whole) {
      const [from, to] = [this.x(view.from), Math.max(this.x(view.from) + 2, this.x(view.to))];
      ctx.fillStyle = tint(theme.ground, 1, 0.7);
      ctx.fillRect(0, 0, from, height);
      ctx.fillRect(to, 0, width - to, height);
      ctx.fillStyle = theme.accent;
      for (const x of [from, to]) {
        ctx.fillRect(x - 1, 0, 2, height);
        ctx.fillRect(x - 3, height / 2 - 10, 6, 20);
      }
    }
    this.drawAxis(width);
  }

  /** Draws what does not depend on the time in view. */
  drawWhole() {
    const { canvas } = this;
    const of = this.data
      ? { times: this.data.times, ...this.data.series[0] }
      : { times: [], values: [] };
    strip(canvas, of, whole, {
      colour: this.headline ? colourOf(keyOf(this.headline.series[0])) : theme.muted,
      high: this.headline?.high ?? 0,
      low: this.headline?.low ?? 0,
      fill: true,
    });
    const ctx = canvas.getContext('2d');
    const ratio = window.devicePixelRatio || 1;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    ctx.strokeStyle = tint(theme.muted, 1, 0.6);
    ctx.lineWidth = 1;
    for (const [from, to] of gaps(of.times, of.values, (2 * (whole.to - whole.from)) / width)) {
      ctx.beginPath();
      for (let x = this.x(from) - height; x < this.x(to); x += 5) {
        // Strokes from the bottom left to the top right, cut at the edges of the gap.
        const first = Math.max(x, this.x(from));
        const last = Math.min(x + height, this.x(to));
        if (last <= first) continue;
        ctx.moveTo(first, height - (first - x));
        ctx.lineTo(last, height - (last - x));
      }
      ctx.stroke();
    }
    // What the verdicts are about, along the bottom.
    ctx.fillStyle = theme.warn;
    for (const [from, to] of this.findings) {
      ctx.fillRect(this.x(from), height - 4, Math.max(3, this.x(to) - this.x(from)), 4);
    }
    ctx.fillStyle = theme.muted;
    for (const { at } of shared.marks) {
      const x = Math.round(this.x(at));
      ctx.fillRect(x, 0, 1, height);
      ctx.beginPath();
      ctx.moveTo(x, 0);
      ctx.lineTo(x + 7, 3.5);
      ctx.lineTo(x, 7);
      ctx.fill();
    }
  }

  drawAxis(width) {
    const least = ((whole.to - whole.from) / width) * 100;
    const step = TIME_STEPS.find((step) => step >= least) ?? TIME_STEPS.at(-1);
    if (this.axisOf === width) return;
    this.axisOf = width;
    this.axis.replaceChildren(
      ...splits(whole.from, whole.to, step)
        .filter((t) => this.x(t) <= width - 30)
        .map((t) => {
          const mark = element('span', { textContent: label(t, step) });
          mark.style.left = `${this.x(t)}px`;
          return mark;
        }),
    );
  }

  begin(event) {
    if (event.button !== 0) return;
    const x = event.offsetX;
    const kind = grip(x, this.x(view.from), this.x(view.to), view === whole);
    this.drag = { kind, x, view, isMoved: false };
    this.canvas.setPointerCapture(event.pointerId);
  }

  move(event) {
    const { drag } = this;
    const x = Math.max(0, Math.min(this.canvas.clientWidth, event.offsetX));
    if (!drag) {
      this.canvas.dataset.grip = grip(x, this.x(view.from), this.x(view.to), view === whole);
      shared.point(this.t(x));
      return;
    }
    if (!drag.isMoved) {
      if (Math.abs(x - drag.x) < 3) return;
      drag.isMoved = true;
      keep();
    }
    const by = this.t(x) - this.t(drag.x);
    const { from, to } = drag.view;
    const [one, other] = {
      new: [this.t(drag.x), this.t(x)],
      from: [from + by, to],
      to: [from, to + by],
      move: (() => {
        const most = Math.max(whole.from - from, Math.min(whole.to - to, by));
        return [from + most, to + most];
      })(),
    }[drag.kind];
    zoom(Math.min(one, other), Math.max(one, other), true);
  }

  end() {
    this.drag = null;
  }

  wheel(event) {
    if (!event.ctrlKey && !event.shiftKey) return; // the page scrolls
    event.preventDefault();
    if (event.shiftKey) pan(Math.sign(event.deltaY || event.deltaX) * 0.1);
    else scale(event.deltaY > 0 ? 1.25 : 0.8);
  }
}
