// A chart: lines, stacked areas, or many rows as a heatmap, with a table of what is shown.
import { bandsOf, between, isLine } from './groups.js';
import { bands, greatest, grid, heightOf, NAMED, pixels, ramp, sorted } from './heatmap.js';
import { keyOf, load } from './model.js';
import {
  BINARY,
  BINARY_STEPS,
  elapsed,
  format,
  prefixes,
  ticks,
  TIME_STEPS,
  timeOfDay,
  when,
} from './numbers.js';
import { indexOf, isDense, nearest, percentile, reduce, summary } from './reduce.js';
import { all, select, selected, view, zoom } from './state.js';
import { fillColumns, strip, widthOf } from './strip.js';
import { colourOf, dashOf, hatchOf, swatch, theme, tint } from './theme.js';

/** The width of the axis, and of what is free on the other side, in CSS pixels. */
const LEFT = 76;
const RIGHT = 28;

/** How many rows the table below a chart shows at first, and how many more at a time. */
const SHOWN = 8;

/** How many small multiples are shown at first, and how many more at a time. */
const MULTIPLES = 48;

/** At how many places an area is examined for its name. */
const PLACES = 200;

/** The parts of the rows that the percentiles of a heatmap show. */
const PARTS = [0, 0.25, 0.5, 0.75, 0.95, 1];
const PART_NAMES = ['least', '25th percentile', 'median', '75th percentile', '95th', 'greatest'];

/** The width of the line of a median, in CSS pixels, and how much of its colour a run has. */
const MEDIAN = 2.5;
const OF_RUN = 0.5;

const MODES = { heatmap: 'Heatmap', percentiles: 'Percentiles', lines: 'Lines', multiples: 'Each' };

/** Letters that are written from right to left; Html.java has the same. */
const LEFTWARD =
  '[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]';
const LEFTWARD_WORDS = new RegExp(`${LEFTWARD}+(?: +${LEFTWARD}+)*`, 'gu');

/** A text, as what to append: words from right to left do not move numbers and names beside them. */
export function isolated(text) {
  const parts = [];
  let end = 0;
  for (const { 0: words, index } of text.matchAll(LEFTWARD_WORDS)) {
    const bdi = document.createElement('bdi');
    bdi.textContent = words;
    parts.push(text.slice(end, index), bdi);
    end = index + words.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}

/** The same for what is drawn: with characters that isolate. */
function isolatedText(text) {
  return text.replace(LEFTWARD_WORDS, '\u2068$&\u2069');
}

/** Makes an element; its children may be in arrays, as arguments cannot be arbitrarily many. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role') made.setAttribute(key, value);
    else if (key === 'textContent') made.append(...isolated(value));
    else made[key] = value;
  }
  for (const child of children.flat()) made.append(child);
  return made;
}

/**
 * What is common to all charts, set by the page. While the time in view is moving, heatmaps have less
 * detail; `settle` is called whenever a chart has been drawn.
 */
export const shared = {
  clock: null,
  marks: [],
  isMoving: false,
  point: () => {},
  settle: () => {},
};

/** How many columns a heatmap has at most, and while the time in view is moving. */
const CELLS = 1000;
const COARSE_CELLS = 200;

export class Chart {
  constructor(spec) {
    this.spec = spec;
    this.unit = spec.unit;
    this.low = spec.low ?? 0;
    this.high = spec.high ?? 0;
    this.inView = false;
    this.mode = { rows: 'heatmap', stack: 'stack' }[spec.form] ?? 'lines';
    this.isDifference = spec.form === 'difference';
    this.isOfGroups = spec.form === 'groups';
    this.fit = false;
    this.focus = null;
    this.more = 0;
    this.series = spec.series.map((series, index) => ({
      index,
      name: series.name,
      key: keyOf(series),
      group: series.group,
      part: series.part,
      shown: true,
    }));
    this.lines = this.series.filter(isLine);
    this.halves = bandsOf(this.series);
    this.figure = this.frame();
  }

  get stack() {
    return this.mode === 'stack';
  }

  // ---- The frame

  frame() {
    const { spec } = this;
    const isShort = this.unit.length < 4;
    this.plot = element('div', { className: 'plot', tabIndex: 0, role: 'img' });
    this.plot.setAttribute('aria-label', spec.title);
    this.hover = element('p', { className: 'hover' });
    this.tools = element('span', { className: 'tools' });
    this.head = element('h4', {}, element('bdi', { textContent: spec.title || '(no name)' }));
    this.table = element('table', { className: 'legend' });
    this.figure = element(
      'figure',
      {},
      element(
        'figcaption',
        {},
        this.tools,
        this.head,
        isShort ? '' : element('span', { className: 'unit', textContent: spec.unit }),
        spec.note ? element('p', { className: 'note', textContent: spec.note }) : '',
      ),
    );
    this.figure.dataset.chart = spec.id;
    this.figure.dataset.form = spec.form;
    this.figure.tabIndex = -1;
    this.short = isShort ? this.unit : '';
    if (!spec.series.some((series) => !series.empty)) {
      this.isEmpty = true;
      this.figure.append(
        element('p', { className: 'empty', textContent: 'No values in this recording.' }),
      );
      return this.figure;
    }
    this.figure.append(this.plot, this.hover, element('div', { className: 'scroll' }, this.table));
    if (spec.form === 'rows') {
      for (const [mode, text] of Object.entries(MODES)) {
        const button = element('button', { type: 'button', textContent: text });
        button.dataset.mode = mode;
        button.addEventListener('click', () => this.setMode(mode));
        this.tools.append(button);
      }
    }
    if (spec.form !== 'stack') {
      this.fitting = element('button', {
        type: 'button',
        className: 'fit',
        textContent: 'Fit',
        title: 'Let the axis cover just the values in view, not zero',
      });
      this.fitting.addEventListener('click', () => {
        this.fit = !this.fit;
        this.press();
        this.redraw();
      });
      this.tools.append(this.fitting);
    }
    this.press();
    return this.figure;
  }

  press() {
    for (const button of this.tools.children) {
      const isOn = button === this.fitting ? this.fit : button.dataset.mode === this.mode;
      button.setAttribute('aria-pressed', isOn);
    }
    if (this.fitting) this.fitting.hidden = this.mode === 'heatmap' || this.mode === 'multiples';
  }

  setMode(mode) {
    this.mode = mode;
    this.press();
    this.rebuild();
  }

  // ---- Drawing

  /** Unpacks what is drawn, and draws it. Done once; returns when done. */
  load() {
    if (this.isEmpty) return Promise.resolve();
    this.loading ??= load(this.spec)
      .then((data) => {
        this.data = data;
        this.series.forEach((series, i) => {
          series.times = data.times;
          Object.assign(series, data.series[i]);
        });
        this.rebuild();
      })
      .catch((error) => {
        this.plot.textContent = `This chart cannot be drawn here: ${error}`;
        throw error;
      });
    return this.loading;
  }

  /** The rows by their mean over the time in view, the greatest first. */
  order() {
    const { times } = this.data;
    const begin = indexOf(times, view.from);
    const end = Math.max(indexOf(times, view.to + 1e-9), begin);
    return sorted(
      this.series.map(({ values, weights }) => summary(times, values, begin, end, weights).mean),
    );
  }

  /** What is drawn as lines: of many rows the busiest, and the selected one. */
  choose() {
    if (this.spec.form !== 'rows') return;
    const order = this.order();
    const chosen = order.slice(0, SHOWN);
    const at = this.series.findIndex(({ key }) => key === selected);
    if (at >= 0 && !chosen.includes(at)) chosen.push(at);
    this.rows = order;
    this.lines = chosen.map((i) => this.series[i]);
  }

  rebuild() {
    if (!this.data) return;
    this.chart?.destroy();
    this.chart = null;
    this.plot.replaceChildren();
    this.choose();
    this.hover.textContent = this.mode === 'heatmap' ? '\u00a0' : '';
    this.plot.classList.toggle('multiples', this.mode === 'multiples');
    // What is in an image is not there for a screen reader; the multiples are buttons.
    this.plot.setAttribute('role', this.mode === 'multiples' ? 'group' : 'img');
    this.plot.style.height =
      this.mode === 'heatmap' ? `${heightOf(this.series.length) + 52}px` : '';
    if (this.mode === 'multiples') this.buildMultiples();
    else this.build();
    this.drawn = view;
    this.tell();
  }

  buildMultiples() {
    const count = Math.min(this.series.length, MULTIPLES + this.more);
    this.cells = this.rows.slice(0, count).map((i) => {
      const series = this.series[i];
      const canvas = element('canvas', { className: 'strip' });
      const button = element(
        'button',
        { type: 'button', className: 'multiple' },
        element('bdi', { textContent: series.name || '(no name)' }),
        canvas,
      );
      button.addEventListener('click', () => select(series.key));
      return { series, canvas, button };
    });
    this.plot.append(...this.cells.map(({ button }) => button));
    if (count < this.series.length) {
      const more = element('button', {
        type: 'button',
        textContent: `${this.series.length - count} more`,
      });
      more.addEventListener('click', () => {
        this.more += MULTIPLES;
        this.rebuild();
      });
      this.plot.append(more);
    }
    this.drawMultiples();
  }

  drawMultiples() {
    // All with one scale, so that they can be compared.
    let high = this.high;
    for (const { series } of this.cells) {
      const width = 200;
      high = Math.max(high, reduce(series.times, series.values, view.from, view.to, width).highest);
    }
    for (const { series, canvas, button } of this.cells) {
      strip(canvas, series, view, { colour: colourOf(series.key), high, fill: true });
      button.setAttribute('aria-pressed', series.key === selected);
    }
  }

  build() {
    this.measure();
    // uPlot draws in this order: in a stack the uppermost area first, each later one over its foot.
    const drawn = this.mode === 'lines' || this.stack ? this.lines : [];
    // Of groups the medians last, above all runs.
    const isMedian = ({ part }) => part === 'median';
    this.drawnLines = this.stack
      ? [...drawn].reverse()
      : [...drawn.filter((series) => !isMedian(series)), ...drawn.filter(isMedian)];
    const axis = {
      stroke: () => theme.muted,
      font: '12px system-ui, sans-serif',
      ticks: { show: false },
    };
    const gridLines = { stroke: () => theme.grid, width: 1 };
    const isHeatmap = this.mode === 'heatmap';
    const names = heightOf(this.series.length) / this.series.length >= NAMED;
    this.chart = new uPlot(
      {
        ...this.size(),
        padding: [8, RIGHT, 0, 0],
        legend: { show: false },
        cursor: {
          y: isHeatmap,
          points: { show: false },
          drag: { setScale: false },
          bind: { dblclick: () => all },
        },
        scales: {
          x: { time: false, range: (_, from, to) => [from, to] },
          y: { range: () => [this.bottom, this.top] },
        },
        axes: [
          {
            ...axis,
            grid: gridLines,
            size: shared.clock ? 44 : 28,
            space: 90,
            incrs: TIME_STEPS,
            splits: (_, index, from, to, step) => splits(from, to, step),
            values: (_, values, index, space, step) => values.map((t) => label(t, step)),
          },
          isHeatmap
            ? {
                ...axis,
                grid: { show: false },
                size: LEFT,
                splits: () => (names ? this.rows.map((_, i) => this.rows.length - i - 0.5) : []),
                values: () => this.rows.map((i) => isolatedText(shorten(this.series[i].name))),
              }
            : {
                ...axis,
                grid: gridLines,
                size: LEFT,
                space: 34,
                ...(prefixes(this.unit) === BINARY && { incrs: BINARY_STEPS }),
                values: (_, values, index, space, step) => ticks(values, step, this.short),
              },
        ],
        series: [
          {},
          ...this.drawnLines.map((series) => ({
            stroke: () => this.colour(series),
            fill: this.fillOf(series),
            dash: this.stack ? [] : dashOf(series.group ?? series.key),
            points: { show: false },
            paths: (chart, index) => {
              const ratio = window.devicePixelRatio;
              const width =
                series.part === 'median'
                  ? MEDIAN * ratio
                  : series.part === 'run'
                    ? ratio
                    : widthOf(series.line.x.length, this.columns, ratio);
              chart.series[index].width = this.stack ? 1 / ratio : width / ratio;
              return this.paths(chart, series, this.stack || width === 1);
            },
          })),
          // Without a series uPlot draws no axes.
          ...(this.drawnLines.length === 0 ? [{ paths: () => null, points: { show: false } }] : []),
        ],
        hooks: {
          drawAxes: [(chart) => this.under(chart)],
          draw: [(chart) => this.over(chart)],
          setSelect: [(chart) => this.selectedSpan(chart)],
          setCursor: [
            (chart) => {
              if (this.isPointing) return;
              const { left, top } = chart.cursor;
              this.hovered(left < 0 ? null : chart.posToVal(top, 'y'));
              shared.point(left < 0 ? null : chart.posToVal(left, 'x'));
            },
          ],
        },
      },
      this.frameData(),
      this.plot,
    );
    if (isHeatmap) {
      this.chart.over.addEventListener('click', () => {
        const series = this.rowAt(this.chart.posToVal(this.chart.cursor.top, 'y'));
        if (series && this.chart.select.width === 0) select(series.key);
      });
    }
  }

  /** What is between a line and zero is filled with; null for nothing. */
  fillOf(series) {
    if (this.stack) return ({ ctx }) => this.area(ctx, series);
    return this.isDifference ? () => this.colour(series, 0.22) : null;
  }

  /** Paths are drawn from the arrays; uPlot itself needs just the span. */
  frameData() {
    const count = Math.max(1, this.drawnLines.length);
    return [[view.from, view.to], ...Array.from({ length: count }, () => [null, null])];
  }

  size() {
    return { width: this.plot.clientWidth, height: this.plot.clientHeight };
  }

  /** In a stack each series is drawn at the sum of itself and of those below. */
  sum() {
    let below = null;
    for (const series of this.series) {
      series.edge = series.values;
      if (!this.stack || !series.shown) continue;
      if (below) {
        series.edge = new Float64Array(below);
        series.values.forEach((value, i) => {
          // What was not measured adds nothing; where nothing was, there is no sum either.
          if (!Number.isNaN(value))
            series.edge[i] = value + (Number.isNaN(below[i]) ? 0 : below[i]);
        });
      }
      below = series.edge;
    }
  }

  /** Finds what to draw of the span in view, and how high it reaches. */
  measure() {
    this.columns = Math.max(
      1,
      Math.round((this.plot.clientWidth - LEFT - RIGHT) * window.devicePixelRatio),
    );
    this.isCoarse = false;
    if (this.mode === 'heatmap' || this.mode === 'percentiles') {
      this.isCoarse = shared.isMoving;
      const columns = Math.min(this.columns, this.isCoarse ? COARSE_CELLS : CELLS);
      if (this.mode === 'heatmap' && !this.isCoarse) this.rows = this.order();
      this.grid = grid(this.data.times, this.series, this.rows, view, columns);
      this.gridColumns = columns;
    }
    if (this.mode === 'heatmap') {
      this.most = Math.max(this.high, greatest(this.grid));
      [this.bottom, this.top] = [0, this.rows.length];
      return;
    }
    let low = this.fit ? Infinity : this.low;
    let high = this.fit ? -Infinity : this.high;
    if (this.mode === 'percentiles') {
      this.bands = bands(this.grid, this.rows.length, this.gridColumns, PARTS);
      for (const value of this.bands[0]) if (value < low) low = value;
      for (const value of this.bands.at(-1)) if (value > high) high = value;
    } else {
      if (this.edges !== this.series) {
        this.sum();
        this.edges = this.series;
      }
      for (const series of this.isOfGroups ? this.series : this.lines) {
        if (series.shown) {
          const { times, edge, weights } = series;
          series.line = reduce(times, edge, view.from, view.to, this.columns, {
            weights,
            spread: this.data.spread,
          });
          low = Math.min(low, series.line.lowest);
          high = Math.max(high, series.line.highest);
        }
      }
    }
    if (!(low <= high)) [low, high] = [0, 1];
    if (low === high) high = low === 0 ? 1 : low + Math.abs(low);
    const room = (high - low) * 0.05;
    // What the chart must cover ends at its edge; what goes beyond gets some room.
    this.bottom = !this.fit && low === this.low ? low : low - room;
    this.top = !this.fit && high === this.high ? high : high + room;
  }

  paths(chart, { line }, isThin) {
    const stroke = new Path2D();
    // The areas of dense lines are drawn below all lines.
    const isFilled = this.isDifference || (this.stack && !line.dense);
    const fill = isFilled ? new Path2D() : null;
    const at = places(chart);
    const ground = at.y(0);
    // A line of one pixel is pale between two rows of pixels.
    const snap = isThin ? Math.round : (y) => y;
    const dots = line.x.length * 12 < this.columns / window.devicePixelRatio;
    const radius = 1.5 * window.devicePixelRatio;
    let begun = null; // where the line that is being drawn began
    let x;
    for (let i = 0; i <= line.y.length; i++) {
      if (i === line.y.length || Number.isNaN(line.y[i])) {
        if (begun !== null) {
          fill?.lineTo(x, ground);
          fill?.lineTo(begun, ground);
        }
        begun = null;
        continue;
      }
      x = at.x(line.x[i]);
      const y = snap(at.y(line.y[i]));
      const alone = begun === null && !Number.isFinite(line.y[i + 1]);
      if (begun === null) {
        begun = x;
        stroke.moveTo(x, y);
        fill?.moveTo(x, ground);
      } else {
        stroke.lineTo(x, y);
      }
      fill?.lineTo(x, y);
      // A sample without neighbours has no line, but must be seen.
      if (alone && isThin) stroke.lineTo(x + 1, y);
      else if (dots || alone) {
        stroke.moveTo(x + radius, y);
        stroke.arc(x, y, radius, 0, 7);
        stroke.moveTo(x, y);
      }
    }
    return { stroke, fill, clip: null, band: null, gaps: null, flags: 0 };
  }

  /** Below all lines: heatmap, percentiles, and how far samples reach from their mean. */
  under(chart) {
    if (this.mode === 'heatmap') this.drawHeatmap(chart);
    else if (this.mode === 'percentiles') this.drawBands(chart);
    else {
      this.drawHalves(chart);
      this.extremes(chart);
    }
  }

  /** The middle half of each group whose median is drawn. */
  drawHalves(chart) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const [group, { low, high }] of this.halves) {
      const median = this.lines.find((one) => one.group === group && one.part === 'median');
      if (!low?.line || !high?.line || !median?.shown) continue;
      ctx.fillStyle = this.colour(median, 0.22);
      ctx.fill(between(low.line, high.line, places(chart)));
    }
    ctx.restore();
  }

  drawHeatmap({ ctx, bbox }) {
    const [width, height] = [Math.round(bbox.width), Math.round(bbox.height)];
    if (width < 1 || height < 1) return;
    const rows = this.rows.length;
    const picture = new OffscreenCanvas(width, height);
    const drawn = picture.getContext('2d');
    const image = drawn.createImageData(width, height);
    const colours = ramp(theme.heat);
    new Uint32Array(image.data.buffer).set(
      pixels(this.grid, rows, this.gridColumns, width, height, this.most, colours),
    );
    drawn.putImageData(image, 0, 0);
    ctx.drawImage(picture, bbox.left, bbox.top);
    const at = this.rows.findIndex((i) => this.series[i].key === selected);
    if (at >= 0) {
      ctx.strokeStyle = theme.text;
      ctx.lineWidth = 2 * window.devicePixelRatio;
      const top = bbox.top + (at / rows) * height;
      ctx.strokeRect(bbox.left, top, width, Math.max(2, height / rows));
    }
  }

  drawBands(chart) {
    const { ctx } = chart;
    const width = (view.to - view.from) / this.gridColumns;
    const x = (i) => chart.valToPos(view.from + (i + 0.5) * width, 'x', true);
    const y = (value) => chart.valToPos(value, 'y', true);
    const colour = theme.series[0];
    const area = (low, high, opacity) => {
      ctx.fillStyle = tint(colour, 1, opacity);
      const wide = Math.max(1, Math.ceil(x(1) - x(0)));
      for (let i = 0; i < this.gridColumns; i++) {
        if (Number.isNaN(low[i])) continue;
        const top = y(high[i]);
        ctx.fillRect(Math.floor(x(i) - wide / 2), top, wide, Math.max(1, y(low[i]) - top));
      }
    };
    area(this.bands[0], this.bands[5], 0.15);
    area(this.bands[1], this.bands[3], 0.3);
    for (const [part, dash] of [
      [2, []],
      [4, [4, 3]],
    ]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.5 * window.devicePixelRatio;
      ctx.setLineDash(dash.map((length) => length * window.devicePixelRatio));
      ctx.beginPath();
      let isOn = false;
      this.bands[part].forEach((value, i) => {
        if (Number.isNaN(value)) isOn = false;
        else if (isOn) ctx.lineTo(x(i), y(value));
        else {
          ctx.moveTo(x(i), y(value));
          isOn = true;
        }
      });
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }

  /**
   * How far the samples of each pixel reach from their mean, and how uncertain they are, below all
   * lines. Of a stack, whose areas are means, only how high the sum reached.
   */
  extremes(chart) {
    const { ctx } = chart;
    const shown = this.lines.filter(({ shown, line }) => shown && (line.dense || this.data.spread));
    if (this.stack) {
      if (shown.at(-1)?.line.dense) this.areas(chart, shown);
    } else {
      for (const series of shown) {
        ctx.fillStyle = this.colour(series, 0.4);
        this.reach(chart, series.line);
      }
    }
  }

  /** The areas of a stack of dense lines, the uppermost first, each later one over its foot. */
  areas(chart, shown) {
    const { ctx, bbox } = chart;
    const at = places(chart);
    const ground = () => at.y(0);
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = tint(theme.muted, 0.4);
    const { line: highest } = shown.at(-1);
    fillColumns(ctx, highest, at.x, (i) => at.y(highest.high[i]), ground);
    for (const series of [...shown].reverse()) {
      const { line } = series;
      ctx.fillStyle = this.area(ctx, series);
      fillColumns(ctx, line, at.x, (i) => at.y(line.y[i]), ground);
    }
    ctx.restore();
  }

  /** A bar from the lowest to the highest value of each pixel or sample. */
  reach(chart, line) {
    const { ctx, bbox } = chart;
    const at = places(chart);
    const ratio = window.devicePixelRatio;
    const wide = line.dense ? 1 : 3 * ratio;
    const right = bbox.left + bbox.width;
    for (let i = 0; i < line.x.length; i++) {
      const x = Math.floor(at.x(line.x[i]) - (wide - 1) / 2);
      if (!(x >= bbox.left && x < right)) continue;
      const top = at.y(line.high[i]);
      const height = at.y(line.low[i]) - top;
      // What is less than a pixel is not worth a mark. Whole pixels are filled much faster.
      if (height > ratio) ctx.fillRect(x, Math.round(top), wide, Math.round(height));
    }
  }

  /** How uncertain the sum of a stack is, above its areas, which would cover it. */
  whiskers(chart) {
    const { line } = this.lines.findLast(({ shown }) => shown) ?? {};
    if (!line || line.dense || !this.data.spread) return;
    chart.ctx.save();
    chart.ctx.fillStyle = tint(theme.text, 1, 0.45);
    this.reach(chart, line);
    chart.ctx.restore();
  }

  /** Above all lines: the marked moments, and the names of areas with room for them. */
  over(chart) {
    const { ctx, bbox, valToPos } = chart;
    ctx.save();
    ctx.strokeStyle = theme.muted;
    ctx.lineWidth = window.devicePixelRatio;
    ctx.setLineDash([4 * window.devicePixelRatio, 3 * window.devicePixelRatio]);
    ctx.beginPath();
    for (const { at } of shared.marks) {
      if (at < view.from || at > view.to) continue;
      const x = Math.round(valToPos(at, 'x', true));
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    ctx.stroke();
    ctx.restore();
    if (this.stack) {
      this.whiskers(chart);
      this.nameAreas(chart);
    }
  }

  nameAreas(chart) {
    const { ctx, bbox } = chart;
    const at = places(chart);
    ctx.save();
    const size = 11 * window.devicePixelRatio;
    ctx.font = `600 ${size}px system-ui, sans-serif`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    let below = null;
    const named = [];
    for (const series of this.lines) {
      if (!series.shown) continue;
      const { line } = series;
      // Where the area is highest, away from the edges; looked for at some hundred places.
      let best = null;
      let foot = 0;
      const step = Math.ceil(line.x.length / PLACES);
      for (let i = 0; i < line.x.length; i += step) {
        const x = at.x(line.x[i]);
        const value = line.y[i];
        if (Number.isNaN(value) || x < bbox.left + 30 || x > bbox.left + bbox.width - 30) continue;
        // Not by halving: where there are gaps, times are NaN.
        while (below && foot < below.x.length - 1 && !(below.x[foot] >= line.x[i])) foot++;
        const lower = below?.y[foot] || 0;
        const height = at.y(lower) - at.y(value);
        if (height > 1.4 * size && !(best?.height >= height)) {
          best = { x, height, y: at.y((value + lower) / 2) };
        }
      }
      if (best) {
        const text = isolatedText(shorten(series.name, 28));
        const half = ctx.measureText(text).width / 2;
        const x = Math.max(bbox.left + half, Math.min(bbox.left + bbox.width - half, best.x));
        const isFree = named.every(
          (other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - best.y) > size,
        );
        if (isFree) {
          named.push({ x, y: best.y, half });
          ctx.lineWidth = 3 * window.devicePixelRatio;
          ctx.strokeStyle = theme.ground;
          ctx.fillStyle = theme.text;
          ctx.strokeText(text, x, best.y);
          ctx.fillText(text, x, best.y);
        }
      }
      below = line;
    }
    ctx.restore();
  }

  /** The colour of a series; less of it while another one is selected or pointed at. */
  colour({ key, group, part }, opacity = 1) {
    const focus = this.focus ?? (this.lines.some((series) => series.key === selected) && selected);
    const share = focus === key ? 1 : focus ? 0.25 : part === 'run' ? OF_RUN : 1;
    return tint(colourOf(group ?? key), share, opacity);
  }

  /** What the area of a series is filled with. */
  area(ctx, series) {
    return hatchOf(ctx, series.index) ?? this.colour(series);
  }

  emphasize(key) {
    this.focus = key;
    this.chart?.redraw(false);
  }

  /** Draws again what another selection or theme makes of the same span. */
  repaint() {
    if (!this.data) return;
    if (this.spec.form === 'rows') this.rebuild();
    else {
      this.chart?.redraw(false);
      this.tell();
    }
  }

  toggle(series) {
    series.shown = !series.shown;
    this.edges = null;
    if (!this.chart) return;
    const place = this.drawnLines.indexOf(series) + 1;
    if (place > 0) this.chart.setSeries(place, { show: series.shown });
    this.redraw();
    this.tell();
  }

  /** Draws again what other series, or another height, made of the same span. */
  redraw() {
    if (!this.chart) return;
    this.measure();
    this.chart.redraw();
  }

  /** Whether it is in view and shows another span than it should. */
  isBehind() {
    return this.inView && this.isStale();
  }

  isStale() {
    return Boolean(this.data) && (this.drawn !== view || (this.isCoarse && !shared.isMoving));
  }

  /** Draws the span in view, if that is not what is drawn. */
  update() {
    if (!this.isStale()) return;
    this.drawn = view;
    if (this.mode === 'multiples') {
      this.isCoarse = false;
      this.drawMultiples();
    } else {
      this.measure();
      this.chart.batch(() => {
        this.chart.setData(this.frameData(), false);
        this.chart.setScale('x', { min: view.from, max: view.to });
      });
    }
    shared.settle();
  }

  resize() {
    if (!this.data || this.plot.clientWidth === 0) return;
    if (this.mode === 'multiples') return this.drawMultiples();
    if (this.chart.width === this.plot.clientWidth) return;
    this.measure();
    this.chart.setSize(this.size());
  }

  selectedSpan(chart) {
    const { left, width } = chart.select;
    if (width === 0) return;
    const [from, to] = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')];
    // Not before the click that ends the drag has been handled.
    setTimeout(() => chart.setSelect({ left: 0, width: 0 }, false));
    zoom(from, to);
  }

  // ---- What is told in words

  rowAt(y) {
    const row = this.rows.length - 1 - Math.floor(y);
    return this.series[this.rows[row]];
  }

  hovered(y) {
    if (this.mode !== 'heatmap') return;
    this.pointed = y === null ? null : (this.rowAt(y) ?? null);
  }

  /** Whether the statistics are those of another span than is drawn. */
  isUntold() {
    return Boolean(this.data) && this.drawn === view && this.told !== view;
  }

  /** Fills the table with the statistics of the time in view. */
  tell() {
    this.told = view;
    const { times } = this.data;
    const begin = indexOf(times, view.from);
    const end = Math.max(indexOf(times, view.to + 1e-9), begin);
    if (this.spec.form === 'rows') this.choose();
    const isOfRuns = this.isOfGroups || this.isDifference;
    const rows = this.lines.map((series) => {
      const all = summary(times, series.values, begin, end, series.weights);
      const part = (part) => percentile(times, series.values, begin, end, part);
      series.output = element('td', { className: 'now' });
      const button = element(
        'button',
        { type: 'button', className: 'name' },
        swatch(series.group ?? series.key, this.stack ? series.index : -1),
        element('bdi', { textContent: series.name || '(no name)' }),
      );
      button.title = series.name;
      button.setAttribute('aria-pressed', series.key === selected);
      button.addEventListener('click', () => select(series.key));
      button.addEventListener('mouseenter', () => this.emphasize(series.key));
      button.addEventListener('mouseleave', () => this.emphasize(null));
      const number = (value) => format({ low: value, high: value, mean: value }, this.short);
      const row = element(
        'tr',
        {},
        element('th', { scope: 'row' }, button),
        series.output,
        ...(isOfRuns ? [all.low, part(0.5)] : [all.mean, part(0.95)]).map((value) =>
          element('td', { textContent: number(value) }),
        ),
        element('td', { textContent: number(all.high) }),
      );
      if (this.spec.form !== 'rows') {
        const hide = element('input', { type: 'checkbox', checked: series.shown });
        hide.setAttribute('aria-label', `draw ${series.name}`);
        hide.addEventListener('change', () => this.toggle(series));
        row.append(element('td', {}, hide));
      }
      series.summary = all;
      return row;
    });
    const heads = isOfRuns
      ? ['series', 'at cursor', 'least', 'median', 'greatest']
      : ['series', 'at cursor', 'mean', '95th', 'max'];
    if (this.spec.form !== 'rows') heads.push('drawn');
    const left = this.isOfGroups ? 0 : this.series.length - this.lines.length;
    this.table.replaceChildren(
      element('caption', {
        className: 'hidden',
        textContent: `${this.spec.title}: statistics of the time in view`,
      }),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...heads.map((text) => {
            // What is obvious to a reader who sees the column is only told to others.
            const className = text === 'series' || text === 'drawn' ? 'hidden' : '';
            return element('th', { scope: 'col' }, element('span', { className }, text));
          }),
        ),
      ),
      element('tbody', {}, ...rows),
    );
    if (left > 0) {
      const text =
        this.mode === 'percentiles'
          ? `${PART_NAMES.join(', ')} of ${this.series.length} rows`
          : `${left} more, less busy in this time`;
      this.table.append(
        element(
          'tfoot',
          {},
          element('tr', {}, element('td', { colSpan: heads.length, textContent: text })),
        ),
      );
    }
    this.plot.setAttribute('aria-label', this.inWords());
  }

  /** What a reader who does not see it should know. */
  inWords() {
    const step = (view.to - view.from) / 100;
    const parts = this.lines
      .filter(({ summary }) => Number.isFinite(summary?.mean))
      .slice(0, SHOWN)
      .map(({ name, summary: { low, mean, high } }) => {
        const number = (value) => format({ low: value, high: value, mean: value }, this.unit);
        if (this.isOfGroups || this.isDifference) {
          return `${name}: from ${number(low)} to ${number(high)}`;
        }
        return `${name}: mean ${number(mean)}, at most ${number(high)}`;
      });
    return (
      `${this.spec.title}, ${when(view.from, shared.clock, step)} to ` +
      `${when(view.to, shared.clock, step)}. ${parts.join('; ')}`
    );
  }

  /** Shows the values at a time, or none. */
  point(t) {
    if (!this.data) return;
    if (this.chart) {
      const left = t === null ? -10 : this.chart.valToPos(t, 'x');
      if (this.chart.cursor.left !== left) {
        this.isPointing = true;
        this.chart.setCursor({ left, top: this.chart.cursor.top }, false);
        this.isPointing = false;
      }
    }
    for (const series of this.lines) {
      if (series.output) {
        series.output.textContent = t === null ? '' : format(this.at(series, t), this.short);
      }
    }
    if (this.mode === 'heatmap') {
      const row = t === null ? null : this.pointed;
      const text = row
        ? `${row.name}: ${format(this.at(row, t), this.unit)}`
        : `up to ${format({ low: this.most, high: this.most, mean: this.most }, this.unit)}`;
      this.hover.replaceChildren(...isolated(text));
    } else if (this.mode === 'percentiles' && t !== null) {
      const column = Math.floor(((t - view.from) / (view.to - view.from)) * this.gridColumns);
      const texts = PARTS.map((_, i) => {
        const value = this.bands[i][column] ?? NaN;
        return `${PART_NAMES[i]} ${format({ low: value, high: value, mean: value }, this.unit)}`;
      });
      this.hover.textContent = texts.join(' · ');
    }
  }

  /** What a series was at a time, or while the pixel of that time lasted. */
  at({ times, values, weights }, t) {
    if (isDense(times, view.from, view.to, this.columns)) {
      const width = (view.to - view.from) / this.columns;
      const edge = view.from + Math.floor((t - view.from) / width) * width;
      return summary(times, values, indexOf(times, edge), indexOf(times, edge + width), weights);
    }
    const i = nearest(times, t);
    return summary(times, values, Math.max(i, 0), i + 1);
  }
}

/** Where times and values are on the canvas of a chart, as its `valToPos` has it, but faster. */
function places({ bbox, scales }) {
  const { min: from, max: to } = scales.x;
  const { min: low, max: high } = scales.y;
  const wide = bbox.width / (to - from);
  const tall = bbox.height / (high - low);
  return {
    x: (t) => bbox.left + (t - from) * wide,
    y: (value) => bbox.top + (high - value) * tall,
  };
}

/** A name with at most so many characters. */
export function shorten(name, most = 11) {
  const characters = [...name];
  return characters.length > most ? characters.slice(0, most - 1).join('') + '…' : name;
}

/** The times of the labels of an axis: full seconds of the clock, if it is known. */
export function splits(from, to, step) {
  const shift = clockShift(step);
  const first = Math.ceil((from + shift) / step - 1e-6);
  const splits = [];
  for (let i = first; i * step - shift <= to + step * 1e-6; i++) splits.push(i * step - shift);
  return splits;
}

/** By how much the beginning is after a full step of the clock. */
function clockShift(step) {
  const { clock } = shared;
  if (!clock || step < 1) return 0;
  return ((clock.begin + clock.offset) / 1000) % step;
}

/** A label of an axis: the time of day, below it the time since the beginning. */
export function label(t, step) {
  const since = elapsed(t, shared.clock ? Math.min(step, 1) : step);
  return shared.clock ? `${timeOfDay(t, shared.clock, step)}\n+${since}` : since;
}
