// Draws the charts of a page that PageWriter wrote. Nothing here makes markup out of text: names are
// in the page already, escaped, and are only ever copied as text.

// ---- Colours

const dark = matchMedia('(prefers-color-scheme: dark)');
let theme;

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue('--' + name).trim();
  theme = {
    ground: colour('ground'),
    muted: colour('muted'),
    grid: colour('grid'),
    series: colour('series').split(/\s+/),
  };
}

/** `share` of a colour, written #rrggbb or #rgb, on the ground. */
function tint(colour, share, opacity = 1) {
  const parts = (c) =>
    (c.length === 4 ? c.match(/[^#]/g).map((d) => d + d) : c.match(/[^#]{2}/g)).map((d) =>
      parseInt(d, 16),
    );
  const ground = parts(theme.ground);
  const mixed = parts(colour).map((part, i) => Math.round(part * share + ground[i] * (1 - share)));
  return `rgba(${mixed}, ${opacity})`;
}

// ---- Charts

const bar = document.getElementById('bar');
const whole = bar ? outwards(+bar.dataset.from, +bar.dataset.to) : { from: 0, to: 1 };
let view = whole;

/** A span, rounded such that its ends get labels: 0.003 to 599.994 becomes 0 to 600. */
function outwards(from, to) {
  if (from === to) to += 1; // a single sample
  const step = TIME_STEPS.findLast((step) => step <= (to - from) / 50) ?? TIME_STEPS[0];
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step };
}

/** The marked moments, in the order of their times. */
const marks = [...document.querySelectorAll('#marks li')].map((item) => ({
  at: +item.dataset.at,
  text: item.textContent,
}));

/** The width of the axis, and of what is free on the other side, in CSS pixels. */
const LEFT = 76;
const RIGHT = 28;

const DASHES = [[], [6, 3], [2, 2]];
const BORDERS = ['solid', 'dashed', 'dotted'];

class Chart {
  constructor(figure) {
    this.figure = figure;
    this.plot = figure.querySelector('.plot');
    this.unit = figure.dataset.unit;
    this.stack = 'stack' in figure.dataset;
    this.low = +(figure.dataset.low ?? 0);
    this.high = +(figure.dataset.high ?? 0);
    this.inView = false;
    this.series = [...figure.querySelectorAll('.legend button')].map((button, index) => ({
      index,
      button,
      swatch: button.querySelector('i'),
      output: button.parentElement.querySelector('output'),
      shown: true,
    }));
    this.focus = null;
    this.fit = false;
    figure.querySelector('.fit')?.addEventListener('click', ({ currentTarget }) => {
      this.fit = !this.fit;
      currentTarget.setAttribute('aria-pressed', this.fit);
      this.redraw();
    });
    for (const series of this.series) {
      const { button } = series;
      const focus = (on) => () => this.emphasize(on ? series : null);
      button.addEventListener('mouseenter', focus(true));
      button.addEventListener('mouseleave', focus(false));
      button.addEventListener('focus', focus(true));
      button.addEventListener('blur', focus(false));
      button.addEventListener('click', () => this.toggle(series));
    }
    this.plot.addEventListener('keydown', (event) => keys(event));
    this.plot.setAttribute('role', 'img');
    this.plot.setAttribute('aria-label', figure.querySelector('h3').textContent);
    this.paint();
  }

  /** Unpacks what is drawn, and draws it. Done once; returns when done. */
  load() {
    this.loading ??= Promise.all(
      this.series.map(async (series) => {
        series.times = await array(series.button.dataset.times, unpackTimes);
        series.values = await array(series.button.dataset.values, unpackValues);
      }),
    )
      .then(() => this.build())
      .catch((error) => {
        this.plot.textContent = `This chart cannot be drawn here: ${error}`;
        throw error;
      });
    return this.loading;
  }

  build() {
    this.sum();
    this.reduce();
    // uPlot draws in this order: in a stack the uppermost area first, each later one over its foot.
    const order = this.stack ? [...this.series].reverse() : this.series;
    const axis = {
      stroke: () => theme.muted,
      font: '12px system-ui, sans-serif',
      ticks: { show: false },
    };
    const grid = { stroke: () => theme.grid, width: 1 };
    this.chart = new uPlot(
      {
        ...this.size(),
        padding: [8, RIGHT, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
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
            grid,
            size: 28,
            space: 80,
            incrs: TIME_STEPS,
            values: (_, values, index, space, step) => values.map((t) => elapsed(t, step)),
          },
          {
            ...axis,
            grid,
            size: LEFT,
            space: 34,
            ...(prefixes(this.unit) === BINARY && { incrs: BINARY_STEPS }),
            values: (_, values, index, space, step) => ticks(values, step, this.unit),
          },
        ],
        series: [
          {},
          ...order.map((series) => ({
            width: this.stack ? 1 : 1.5,
            stroke: () => this.colour(series),
            fill: this.stack ? () => this.colour(series) : null,
            dash: this.stack
              ? []
              : DASHES[Math.floor(series.index / theme.series.length) % DASHES.length],
            points: { show: false },
            paths: (chart) => this.paths(chart, series),
          })),
        ],
        hooks: {
          drawAxes: [(chart) => this.extremes(chart)],
          draw: [(chart) => this.marks(chart)],
          setSelect: [(chart) => this.selected(chart)],
          setCursor: [
            (chart) => point(chart.cursor.left < 0 ? null : chart.posToVal(chart.cursor.left, 'x')),
          ],
        },
      },
      // Paths are drawn from the arrays; uPlot itself needs just the span.
      [[view.from, view.to], ...order.map(() => [null, null])],
      this.plot,
    );
    this.drawn = view;
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
  reduce() {
    this.columns = Math.max(
      1,
      Math.round((this.plot.clientWidth - LEFT - RIGHT) * devicePixelRatio),
    );
    let low = this.fit ? Infinity : this.low;
    let high = this.fit ? -Infinity : this.high;
    for (const series of this.series) {
      if (series.shown) {
        series.line = reduce(series.times, series.edge, view.from, view.to, this.columns);
        low = Math.min(low, series.line.lowest);
        high = Math.max(high, series.line.highest);
      }
    }
    if (!(low <= high)) [low, high] = [0, 1];
    if (low === high) high = low === 0 ? 1 : low + Math.abs(low);
    const room = (high - low) * 0.05;
    // What the chart must cover ends at its edge; what goes beyond gets some room.
    this.bottom = !this.fit && low === this.low ? low : low - room;
    this.top = !this.fit && high === this.high ? high : high + room;
  }

  paths(chart, { line }) {
    const stroke = new Path2D();
    const fill = this.stack ? new Path2D() : null;
    const ground = chart.valToPos(0, 'y', true);
    const dots = line.x.length * 12 < this.columns / devicePixelRatio;
    const radius = 1.5 * devicePixelRatio;
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
      x = chart.valToPos(line.x[i], 'x', true);
      const y = chart.valToPos(line.y[i], 'y', true);
      const alone = begun === null && !Number.isFinite(line.y[i + 1]);
      if (begun === null) {
        begun = x;
        stroke.moveTo(x, y);
        fill?.moveTo(x, ground);
      } else {
        stroke.lineTo(x, y);
      }
      fill?.lineTo(x, y);
      if (dots || alone) {
        // A sample without neighbours has no line, but must be seen.
        stroke.moveTo(x + radius, y);
        stroke.arc(x, y, radius, 0, 7);
        stroke.moveTo(x, y);
      }
    }
    return { stroke, fill, clip: null, band: null, gaps: null, flags: 0 };
  }

  /**
   * How far the samples of each pixel reach from their mean, below all lines. Of a stack, whose
   * areas are means, only how high the sum reached.
   */
  extremes({ ctx, bbox, valToPos }) {
    const reach = (line, lower) => {
      line.x.forEach((t, i) => {
        const x = Math.floor(valToPos(t, 'x', true));
        if (!(x >= bbox.left && x < bbox.left + bbox.width)) return;
        const top = valToPos(line.high[i], 'y', true);
        ctx.fillRect(x, top, 1, valToPos(lower[i] ?? 0, 'y', true) - top);
      });
    };
    const shown = this.series.filter((series) => series.shown && series.line.dense);
    if (this.stack && shown.length > 0) {
      ctx.fillStyle = tint(theme.muted, 0.4);
      reach(shown.at(-1).line, []);
    } else {
      for (const series of shown) {
        ctx.fillStyle = this.colour(series, 0.4);
        reach(series.line, series.line.low);
      }
    }
  }

  /** A dashed line at each marked moment in view, above all lines. */
  marks({ ctx, bbox, valToPos }) {
    ctx.save();
    ctx.strokeStyle = theme.muted;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    for (const { at } of marks) {
      if (at < view.from || at > view.to) continue;
      const x = Math.round(valToPos(at, 'x', true));
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    ctx.stroke();
    ctx.restore();
  }

  /** The colour of a series; less of it while the reader points at another one. */
  colour({ index }, opacity = 1) {
    const count = theme.series.length;
    const share =
      (this.stack && index >= count ? 0.55 : 1) *
      (this.focus?.shown && this.focus.index !== index ? 0.2 : 1);
    return tint(theme.series[index % count], share, opacity);
  }

  /** Gives the legend the colours of the theme. */
  paint() {
    for (const series of this.series) {
      series.swatch.style.borderTopColor = this.colour(series);
      if (!this.stack) {
        series.swatch.style.borderTopStyle =
          BORDERS[Math.floor(series.index / theme.series.length) % BORDERS.length];
      }
    }
    this.chart?.redraw(false);
  }

  emphasize(series) {
    this.focus = series;
    this.chart?.redraw(false);
  }

  toggle(series) {
    series.shown = !series.shown;
    series.button.setAttribute('aria-pressed', series.shown);
    if (!this.chart) return;
    const place = this.stack ? this.series.length - series.index : series.index + 1;
    this.chart.setSeries(place, { show: series.shown });
    this.redraw();
  }

  /** Draws anew what other series, or another height, made of the same span. */
  redraw() {
    if (!this.chart) return;
    this.sum();
    this.reduce();
    this.chart.redraw();
  }

  /** Draws the span in view, if that is not what is drawn. */
  update() {
    if (!this.chart || this.drawn === view) return;
    this.drawn = view;
    this.reduce();
    this.chart.batch(() => {
      this.chart.setData([[view.from, view.to], ...this.series.map(() => [null, null])], false);
      this.chart.setScale('x', { min: view.from, max: view.to });
    });
  }

  resize() {
    if (!this.chart || this.chart.width === this.plot.clientWidth) return;
    this.reduce();
    this.chart.setSize(this.size());
  }

  selected(chart) {
    const { left, width } = chart.select;
    if (width === 0) return;
    chart.setSelect({ left: 0, width: 0 }, false);
    zoom(chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x'));
  }

  /** Shows the values at a time, or none. */
  point(t) {
    if (!this.chart) return;
    const left = t === null ? -10 : this.chart.valToPos(t, 'x');
    if (this.chart.cursor.left !== left) this.chart.setCursor({ left, top: 0 }, false);
    for (const series of this.series) {
      series.output.textContent = t === null ? '' : format(this.at(series, t), this.unit);
    }
  }

  /** What a series was at a time, or while the pixel of that time lasted. */
  at({ times, values }, t) {
    if (isDense(times, view.from, view.to, this.columns)) {
      const width = (view.to - view.from) / this.columns;
      const edge = view.from + Math.floor((t - view.from) / width) * width;
      return summary(times, values, indexOf(times, edge), indexOf(times, edge + width));
    }
    const i = nearest(times, t);
    return summary(times, values, Math.max(i, 0), i + 1);
  }
}

// ---- All charts at once

let charts = [];

/** Shows a span of time on all charts. Those out of view are drawn when they come into view. */
function zoom(from, to) {
  // Less than ten microseconds is nothing to see: times are kept to one.
  const least = 1e-5;
  from = Math.max(whole.from, Math.min(from, whole.to - least));
  to = Math.min(whole.to, Math.max(to, from + least));
  view = from === whole.from && to === whole.to ? whole : { from, to };
  for (const chart of charts) if (chart.inView) chart.update();
  const step = (to - from) / 100;
  document.getElementById('span').textContent = `${elapsed(from, step)} to ${elapsed(to, step)}`;
  document.getElementById('all').disabled = document.getElementById('out').disabled =
    view === whole;
}

function all() {
  zoom(whole.from, whole.to);
}

/** Zooms about the middle: by 0.5 to half of the span, by 2 to twice as much. */
function scale(factor) {
  const middle = (view.from + view.to) / 2;
  const half = ((view.to - view.from) / 2) * factor;
  zoom(middle - half, middle + half);
}

function pan(share) {
  const by = Math.max(
    whole.from - view.from,
    Math.min(whole.to - view.to, (view.to - view.from) * share),
  );
  zoom(view.from + by, view.to + by);
}

function keys(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const action = {
    ArrowLeft: () => pan(-0.2),
    ArrowRight: () => pan(0.2),
    '+': () => scale(0.5),
    '-': () => scale(2),
    0: all,
    Escape: all,
  }[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
}

/** The texts of the marks at a time, as far as a pointer can tell. */
function marked(t) {
  const reach = (view.to - view.from) / 200;
  return marks
    .filter(({ at }) => Math.abs(at - t) <= reach)
    .map(({ text }) => ` · ${text}`)
    .join('');
}

/** Shows a time, and the values at it, on all charts in view. */
function point(t) {
  document.getElementById('cursor').textContent =
    t === null ? '' : elapsed(t, (view.to - view.from) / 1000) + clock(t, bar.dataset) + marked(t);
  for (const chart of charts) if (chart.inView) chart.point(t);
}

function repaint() {
  readTheme();
  for (const chart of charts) chart.paint();
}

async function start() {
  readTheme();
  charts = [...document.querySelectorAll('figure:has(.plot)')].map(
    (figure) => (figure.chart = new Chart(figure)),
  );
  if (charts.length === 0) return;
  bar.hidden = false;
  document.getElementById('all').addEventListener('click', all);
  document.getElementById('out').addEventListener('click', () => scale(2));
  all();

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const chart = target.chart;
        chart.inView = isIntersecting;
        if (isIntersecting) chart.load().then(() => chart.update());
      }
    },
    { rootMargin: '300px' },
  );
  const sizes = new ResizeObserver((entries) =>
    entries.forEach(({ target }) => target.chart.resize()),
  );
  for (const { figure } of charts) {
    near.observe(figure);
    sizes.observe(figure);
  }

  dark.addEventListener('change', repaint);
  const print = (on) => () => {
    document.documentElement.classList.toggle('printing', on);
    for (const chart of charts) chart.update();
    repaint();
  };
  addEventListener('beforeprint', print(true));
  addEventListener('afterprint', print(false));

  // Then the others, one by one, so that scrolling and printing find them drawn.
  await new Promise((done) => setTimeout(done, 500));
  for (const chart of charts) {
    await chart.load();
    await new Promise((done) => setTimeout(done));
  }
}

start();
