// The whole time at a glance, with marks and gaps; dragging in it chooses the time in view.
import { element, label, shared, splits } from './chart.js';
import { keyOf, load } from './model.js';
import { TIME_STEPS, when } from './numbers.js';
import { isFlat, summary } from './reduce.js';
import { all, keep, pan, scale, view, whole, zoom } from './state.js';
import { curve, prepare } from './strip.js';
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

/** The lanes without a row: what follows from the others, and the recorder itself. */
const LEFT_OUT = new Set(['interrupts', 'cost']);

/** The greatest number of rows. */
const MOST_ROWS = 10;

/** The heights of the first row and of the others, in CSS pixels. */
const FIRST = 40;
const OTHER = 13;

/** How many marks are told to a reader who does not see them. */
const TOLD = 20;

/** The part of a known range that a row covers at least, so that small changes stay small. */
const LEAST_SPAN = 1 / 20;

/** From which value to which a row reaches that is not the first: it shows changes, not levels. */
export function reachOf({ times, values }, { low = 0, high = 0 }) {
  const all = summary(times, values, 0, times.length);
  if (!Number.isFinite(all.mean)) return { low: 0, high: 1 };
  if (high <= low) return { low: Math.min(0, all.low), high: Math.max(0, all.high) };
  const least = (high - low) * LEAST_SPAN;
  const bottom = Math.max(low, Math.min(all.low, high - least));
  return { low: bottom, high: Math.max(all.high, bottom + least) };
}

function rowOf({ id, title, headline }) {
  return { id, title, headline, data: null, top: 0, height: 0 };
}

export class Overview {
  /**
   * @param lanes the lanes, of which each with a headline that changes has a row
   * @param findings what the verdicts are about: a lane, and a time
   */
  constructor(lanes, findings) {
    const [first, ...others] = lanes.filter(({ headline }) => headline);
    const shown = first ? [first, ...others.filter(({ id }) => !LEFT_OUT.has(id))] : [];
    this.rows = shown.slice(0, MOST_ROWS).map(rowOf);
    this.findings = findings;
    this.canvas = element('canvas', {
      className: 'overview',
      tabIndex: 0,
      role: 'group',
      'aria-describedby': 'span',
    });
    this.names = element('div', { className: 'names', 'aria-hidden': 'true' });
    this.axis = element('div', { className: 'axis', 'aria-hidden': 'true' });
    this.node = element('div', { id: 'overview' }, this.canvas, this.names, this.axis);
    this.canvas.addEventListener('pointerdown', (event) => this.begin(event));
    this.canvas.addEventListener('pointermove', (event) => this.move(event));
    this.canvas.addEventListener('pointerup', (event) => this.end(event));
    this.canvas.addEventListener('pointercancel', () => (this.drag = null));
    this.canvas.addEventListener('pointerleave', () => shared.point(null));
    this.canvas.addEventListener('dblclick', all);
    this.canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.place();
  }

  async start() {
    await Promise.all(
      this.rows.map(async (row) => {
        const data = await load(row.headline);
        row.data = { times: data.times, ...data.series[0] };
      }),
    );
    this.rows = this.rows.filter(({ data }, i) => i === 0 || !isFlat(data.times, data.values));
    this.place();
    this.drawnOf = null;
    this.draw();
  }

  /** Gives each row its place, and its name beside it. */
  place() {
    let top = 0;
    for (const row of this.rows) {
      row.top = top;
      row.height = top === 0 ? FIRST : OTHER;
      top += row.height;
    }
    this.canvas.style.height = `${Math.max(top, FIRST)}px`;
    this.names.replaceChildren(
      ...this.rows.map(({ title, headline, height }) => {
        const name = element('bdi', { textContent: title, title: headline.title });
        name.style.height = name.style.lineHeight = `${height}px`;
        return name;
      }),
    );
    this.canvas.setAttribute('aria-label', this.inWords());
  }

  /** What a reader who does not see it should know. */
  inWords() {
    const rows = this.rows.map(({ title, headline }) => `${title}, ${headline.title}`).join('; ');
    const step = (whole.to - whole.from) / 100;
    const at = (t) => when(t, shared.clock, step);
    const marks = shared.marks.slice(0, TOLD).map((mark) => `${mark.text} at ${at(mark.at)}`);
    const more = shared.marks.length - marks.length;
    if (more > 0) marks.push(`${more} more`);
    return (
      `The whole time: ${rows}.${marks.length > 0 ? ` Marks: ${marks.join('; ')}.` : ''}` +
      ' Arrows move the time in view, plus and minus zoom, 0 shows all.'
    );
  }

  x(t) {
    return ((t - whole.from) / (whole.to - whole.from)) * this.canvas.clientWidth;
  }

  t(x) {
    return whole.from + (x / this.canvas.clientWidth) * (whole.to - whole.from);
  }

  draw() {
    const { canvas } = this;
    this.drawnView = view;
    if (canvas.clientWidth === 0) return;
    const key = [canvas.clientWidth, canvas.clientHeight, theme.ground, this.rows.length].join();
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
    const { ctx, width, ratio } = prepare(canvas);
    for (const row of this.rows) {
      if (!row.data) continue;
      const box = { top: row.top * ratio, width, height: row.height * ratio, ratio };
      const { headline } = row;
      const reach = row.top === 0 ? headline : reachOf(row.data, headline);
      curve(ctx, box, row.data, whole, {
        colour: colourOf(keyOf(headline.series[0])),
        low: reach.low ?? 0,
        high: reach.high ?? 0,
        fill: true,
      });
    }
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
    for (const row of this.rows) {
      if (row.data) this.hatch(ctx, row);
      ctx.fillStyle = theme.grid;
      if (row.top > 0) ctx.fillRect(0, row.top - 0.5, wide, 1);
    }
    // What the verdicts are about, along the bottom of its row.
    ctx.fillStyle = theme.warn;
    for (const { lane, from, to } of this.findings) {
      const row = this.rows.find(({ id }) => id === lane) ?? this.rows[0];
      const bottom = row ? row.top + row.height : high;
      ctx.fillRect(this.x(from), bottom - 3, Math.max(3, this.x(to) - this.x(from)), 3);
    }
    ctx.fillStyle = theme.muted;
    for (const { at } of shared.marks) {
      const x = Math.round(this.x(at));
      ctx.fillRect(x, 0, 1, high);
      ctx.beginPath();
      ctx.moveTo(x, 0);
      ctx.lineTo(x + 7, 3.5);
      ctx.lineTo(x, 7);
      ctx.fill();
    }
  }

  /** Hatches the times without samples. */
  hatch(ctx, { data, top, height }) {
    const bottom = top + height;
    ctx.strokeStyle = tint(theme.muted, 1, 0.6);
    ctx.lineWidth = 1;
    const least = (2 * (whole.to - whole.from)) / this.canvas.clientWidth;
    for (const [from, to] of gaps(data.times, data.values, least)) {
      ctx.beginPath();
      for (let x = this.x(from) - height; x < this.x(to); x += 5) {
        // Strokes from the bottom left to the top right, cut at the edges of the gap.
        const first = Math.max(x, this.x(from));
        const last = Math.min(x + height, this.x(to));
        if (last <= first) continue;
        ctx.moveTo(first, bottom - (first - x));
        ctx.lineTo(last, bottom - (last - x));
      }
      ctx.stroke();
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
