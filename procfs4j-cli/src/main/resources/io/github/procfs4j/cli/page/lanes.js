// The lanes: folded to one line each, which shows a headline, until they are opened.
import { Chart, element, isolated, shared } from './chart.js';
import { chartsOfTasks, keyOf, load } from './model.js';
import { format } from './numbers.js';
import { indexOf, isFlat, nearest, summary } from './reduce.js';
import { onChange, openLanes, parse, setOpen, view } from './state.js';
import { strip } from './strip.js';
import { TaskTable } from './tasks.js';
import { colourOf } from './theme.js';

export class Lane {
  /**
   * @param spec what the index says of it
   * @param observe is called with each chart that has been made
   */
  constructor(spec, observe) {
    this.spec = spec;
    this.observe = observe;
    this.charts = [];
    this.tables = [];
    this.button = element(
      'button',
      { type: 'button', className: 'fold', 'aria-expanded': false },
      element('bdi', { textContent: spec.title }),
    );
    this.canvas = element('canvas', { className: 'strip', 'aria-hidden': 'true' });
    this.what = element('span', { className: 'what' });
    this.now = element('span', { className: 'now' });
    this.statistics = element('span', { className: 'statistics' });
    this.body = element('div', { className: 'body', hidden: true });
    this.body.id = 'body-' + spec.id;
    this.button.setAttribute('aria-controls', this.body.id);
    this.node = element(
      'section',
      { className: 'lane', id: 'lane-' + spec.id },
      element(
        'div',
        { className: 'line' },
        element('h2', {}, this.button),
        this.canvas,
        this.what,
        this.now,
        this.statistics,
      ),
      this.body,
    );
    this.canvas.addEventListener('click', () => this.toggle());
    this.canvas.addEventListener('pointermove', (event) => {
      const share = event.offsetX / this.canvas.clientWidth;
      shared.point(view.from + share * (view.to - view.from));
    });
    this.canvas.addEventListener('pointerleave', () => shared.point(null));
    this.button.addEventListener('click', () => this.toggle());
    onChange('open', () => this.unfold());
  }

  get isOpen() {
    return openLanes.has(this.spec.id);
  }

  toggle() {
    setOpen(this.spec.id, !this.isOpen);
  }

  async start() {
    const { headline } = this.spec;
    if (headline) {
      this.what.replaceChildren(...isolated(headline.title));
      this.what.title = headline.title;
      const data = await load(headline);
      this.data = { times: data.times, spread: data.spread, ...data.series[0] };
      if (isFlat(data.times, this.data.values)) {
        // Listed, not drawn.
        const text = `${headline.title}: ${this.format(this.data.values[0])} throughout`;
        this.what.replaceChildren(...isolated(text));
        this.node.classList.add('quiet');
        this.data = null;
      }
    } else {
      this.node.classList.add('quiet');
      const charts = this.spec.sections.reduce((sum, { charts }) => sum + charts.length, 0);
      const noun = charts === 1 ? 'chart' : 'charts';
      const tables = this.spec.sections.filter(({ table }) => table).length;
      const others = tables > 0 ? 'a table' : 'nothing changed';
      this.what.textContent = charts > 0 ? `${charts} ${noun}` : others;
    }
    this.draw();
    if (this.data) this.tell();
    this.unfold();
  }

  /** Whether the line shows another span than it should. */
  isBehind() {
    return Boolean(this.data) && this.drawn !== view;
  }

  /** Draws the line. */
  update() {
    this.draw();
  }

  draw() {
    if (!this.data) return;
    this.drawn = view;
    const { headline } = this.spec;
    strip(this.canvas, this.data, view, {
      colour: colourOf(keyOf(headline.series[0])),
      low: headline.low ?? 0,
      high: headline.high ?? 0,
      fill: true,
    });
    shared.settle();
  }

  /** Whether the statistics are those of another span than is drawn. */
  isUntold() {
    return Boolean(this.data) && this.drawn === view && this.told !== view;
  }

  tell() {
    this.told = view;
    const { times, values, weights } = this.data;
    const begin = indexOf(times, view.from);
    const end = Math.max(indexOf(times, view.to + 1e-9), begin);
    const { low, mean, high } = summary(times, values, begin, end, weights);
    const number = (value) => this.format(value);
    const isDifference = this.spec.headline.form === 'difference';
    this.statistics.replaceChildren(
      ...[isDifference ? ['min', low] : ['mean', mean], ['max', high]].map(([name, value]) =>
        element('span', {}, element('i', { textContent: name + ' ' }), number(value)),
      ),
    );
  }

  format(value) {
    return format({ low: value, high: value, mean: value }, this.spec.headline.unit, 3);
  }

  /** Shows the value at a time in its place, or none. */
  point(t) {
    if (this.data) {
      const { times, values } = this.data;
      const i = t === null ? -1 : nearest(times, t);
      this.now.textContent = i < 0 ? '' : this.format(values[i]);
    }
    if (this.isOpen) for (const chart of this.charts) if (chart.inView) chart.point(t);
  }

  unfold() {
    this.button.setAttribute('aria-expanded', this.isOpen);
    if (this.body.hidden === !this.isOpen) return;
    this.body.hidden = !this.isOpen;
    if (this.isOpen && this.body.children.length === 0) this.build();
  }

  build() {
    for (const section of this.spec.sections) {
      const node = element(
        'section',
        {},
        element('h3', {}, element('bdi', { textContent: section.title })),
      );
      node.dataset.section = section.title;
      if (section.tasks) {
        const table = new TaskTable(section.tasks);
        this.tables.push(table);
        node.append(table.node);
        table.start();
      }
      if (section.table) node.append(table(section.table, section.title));
      const specs = section.tasks
        ? [...section.charts, ...chartsOfTasks(section.title, section.tasks)]
        : section.charts;
      if (specs.length > 0) {
        const charts = specs.map((spec) => new Chart(spec));
        const isOfRuns = specs.some(({ form }) => form === 'groups');
        const className = isOfRuns ? 'charts runs' : 'charts';
        node.append(element('div', { className }, ...charts.map(({ figure }) => figure)));
        this.charts.push(...charts);
        charts.forEach(this.observe);
      } else if (!section.table && !section.tasks && section.flat.length === 0) {
        node.append(element('p', { className: 'empty', textContent: 'Nothing was recorded.' }));
      }
      if (section.flat.length > 0) {
        const items = section.flat.map((text) => element('li', { textContent: text }));
        node.append(
          element(
            'details',
            { className: 'flat', open: section.flat.length <= 6 },
            element('summary', { textContent: 'Not drawn, because it never changed' }),
            element('ul', {}, items),
          ),
        );
      }
      for (const { title, table: folded } of section.folded ?? []) {
        node.append(
          element(
            'details',
            { className: 'folded' },
            element('summary', { textContent: title }),
            table(folded, `${section.title}: ${title}`),
          ),
        );
      }
      this.body.append(node);
    }
    this.loadAll();
  }

  /** Draws all charts, one by one, so that scrolling and printing find them drawn. */
  async loadAll() {
    for (const chart of this.charts) {
      await chart.load();
      await new Promise((done) => setTimeout(done));
    }
  }

  /** The element that a chart or section of this lane is in; null if it has none of that name. */
  find(id) {
    const figure = this.charts.find(({ spec }) => spec.id === id)?.figure;
    return figure ?? [...this.body.children].find(({ dataset }) => dataset.section === id) ?? null;
  }
}

/** Marks the lanes to which the remarkable verdicts lead. */
export function flag(lanes, links) {
  const ids = new Set(links.flatMap((link) => parse(link.hash).open ?? []));
  for (const lane of lanes) {
    if (!ids.has(lane.spec.id)) continue;
    lane.node.classList.add('flagged');
    lane.button.append(element('span', { className: 'hidden', textContent: ' (remarkable)' }));
  }
}

/** A table of texts: the first of each row is its heading. */
export function table({ columns, rows }, title) {
  return element(
    'div',
    { className: 'table scroll', tabIndex: 0 },
    element(
      'table',
      {},
      element('caption', { className: 'hidden', textContent: title }),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...columns.map((text) => element('th', { scope: 'col', textContent: text })),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map((row) =>
          element(
            'tr',
            {},
            ...row.map((text, i) =>
              i === 0
                ? element('th', { scope: 'row', textContent: text })
                : element('td', { textContent: text }),
            ),
          ),
        ),
      ),
    ),
  );
}
