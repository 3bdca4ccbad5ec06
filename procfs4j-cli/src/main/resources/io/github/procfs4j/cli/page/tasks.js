// Processes as a table: sorted, filtered, with their threads and a curve in each row.
import { element } from './chart.js';
import { loadMeasure } from './model.js';
import { format } from './numbers.js';
import { indexOf, summary } from './reduce.js';
import { onChange, query, select, selected, view } from './state.js';
import { strip } from './strip.js';
import { colourOf, swatch } from './theme.js';

const PAGE = 15;

/** What a row used in a span of time: the total, or for what has none the last value and its growth. */
export function usage(times, values, begin, end, total, first) {
  const { mean, high } = summary(times, values, begin, end);
  if (total > 0) {
    let sum = 0;
    let isKnown = false;
    for (let i = begin; i < end; i++) {
      const seconds = times[i] - (i > 0 ? times[i - 1] : first);
      if (Number.isFinite(values[i])) {
        sum += values[i] * seconds;
        isKnown = true;
      }
    }
    return { key: isKnown ? sum * total : NaN, high, mean };
  }
  let from = NaN;
  let last = NaN;
  for (let i = begin; i < end; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (Number.isNaN(from)) from = values[i];
    last = values[i];
  }
  return { key: last, high, growth: last - from };
}

/** The order of rows by a column: the greatest first, or the other way round; unknown ones last. */
export function ordered(rows, value, isAscending) {
  const of = new Map(rows.map((row) => [row, value(row)]));
  return [...rows].sort((a, b) => {
    const [one, other] = [of.get(a), of.get(b)];
    if (typeof one === 'string') return one.localeCompare(other) * (isAscending ? 1 : -1);
    if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) - Number.isNaN(other);
    return isAscending ? one - other : other - one;
  });
}

/** Whether the name or the control group of a row contains a text. */
function has({ name, cgroup = '' }, text) {
  return [name, cgroup].some((one) => one.toLowerCase().includes(text.toLowerCase()));
}

function groupCell({ cgroup = '' }) {
  const name = element('bdi', { textContent: cgroup, title: cgroup });
  return element('td', { className: 'group' }, name);
}

export class TaskTable {
  constructor(tasks) {
    this.tasks = tasks;
    this.rows = tasks.rows.map((row, index) => ({ ...row, index }));
    this.threads = new Map();
    for (const row of this.rows) {
      if (!row.thread) continue;
      if (!this.threads.has(row.group)) this.threads.set(row.group, []);
      this.threads.get(row.group).push(row);
    }
    this.columns = [];
    this.hasGroups = this.rows.some(({ cgroup }) => cgroup);
    if (this.hasGroups) {
      this.columns.push({ isGroup: true, text: 'control group', note: 'the last one it was in' });
    }
    tasks.measures.forEach((measure, m) => {
      this.columns.push({
        measure: m,
        text: measure.name,
        note: measure.total > 0 ? 'total in the time in view' : 'at the end of the time in view',
        unit: measure.total > 0 ? measure.totalUnit : measure.unit,
        of: (use) => use?.key ?? NaN,
      });
      if (measure.total === 0) {
        this.columns.push({
          measure: m,
          text: 'growth',
          note: `growth of ${measure.name} in the time in view`,
          unit: measure.unit,
          of: (use) => use?.growth ?? NaN,
        });
      }
    });
    this.column = this.columns.find(({ isGroup }) => !isGroup) ?? null;
    this.isAscending = false;
    this.shown = PAGE;
    this.expanded = new Set();
    this.filter = '';
    this.node = this.frame();
    onChange('view', () => this.soon());
    onChange('selected', () => this.draw());
    onChange('query', () => this.draw());
  }

  frame() {
    const input = element('input', {
      type: 'search',
      placeholder: `Filter by name${this.hasGroups ? ', group' : ''} or number`,
      'aria-label': 'Filter processes',
    });
    input.addEventListener('input', () => {
      this.filter = input.value;
      this.shown = PAGE;
      this.draw();
    });
    this.count = element('output', { className: 'note' });
    this.table = element('table', { className: 'tasks' });
    this.table.style.setProperty('--columns', this.columns.length);
    // Focused, so that the arrows scroll it where it is wider than the window.
    const scroll = { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Processes' };
    return element(
      'div',
      { className: 'taskTable' },
      element('p', { className: 'tools' }, input, ' ', this.count),
      element('div', scroll, this.table),
      element('p', { className: 'note', textContent: this.tasks.note }),
    );
  }

  /** Fills the table, once; returns when that is done. */
  start() {
    this.starting ??= Promise.all(
      this.tasks.measures.map((measure) => loadMeasure(this.tasks, measure)),
    ).then(() => {
      this.compute();
      this.draw();
    });
    return this.starting;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.compute();
      this.draw();
    }, 120);
  }

  /** What each row used in the time in view. */
  compute() {
    const { measures } = this.tasks;
    if (!measures.every((measure) => measure.data)) return;
    for (const row of this.rows) row.uses = [];
    measures.forEach((measure, m) => {
      const { times, arrays } = measure.data;
      const begin = indexOf(times, view.from);
      const end = Math.max(indexOf(times, view.to + 1e-9), begin);
      for (const row of this.rows) {
        const values = arrays[row.index];
        row.uses[m] = usage(times, values, begin, end, measure.total, this.tasks.begin);
      }
    });
  }

  matches(row) {
    return has(row, this.filter) && (has(row, query) || !this.found);
  }

  sortBy(column) {
    const isOfTexts = column === null || column.isGroup;
    this.isAscending = column === this.column ? !this.isAscending : isOfTexts;
    this.column = column;
    this.draw();
  }

  draw() {
    if (!this.rows.every(({ uses }) => uses)) return;
    // A search for something else does not empty the table.
    this.found = this.rows.some((row) => has(row, query));
    const value = (row) => {
      if (this.column === null) return row.name.toLowerCase();
      return this.column.isGroup
        ? (row.cgroup ?? '')
        : this.column.of(row.uses[this.column.measure]);
    };
    const all = this.rows.filter((row) => !row.thread && this.hasMatch(row));
    const sorted = ordered(all, value, this.isAscending);
    const at = sorted.findIndex(({ key }) => key === selected);
    // What is selected is in the table, even if it is far down.
    const page = sorted.slice(0, this.shown);
    if (at >= this.shown) page.push(sorted[at]);
    const ofThread = this.rows.find((row) => row.thread && row.key === selected);
    if (ofThread) this.expanded.add(ofThread.group);
    const lines = [];
    for (const row of page) {
      lines.push(this.line(row));
      if (this.expanded.has(row.group)) {
        const threads = ordered(this.threads.get(row.group) ?? [], value, this.isAscending);
        for (const thread of threads) lines.push(this.line(thread));
      }
    }
    const active = document.activeElement?.dataset?.focus;
    const caption = element('caption', {
      className: 'hidden',
      textContent: 'What each process used in the time in view',
    });
    this.table.replaceChildren(caption, this.head(), element('tbody', {}, lines));
    if (active) {
      [...this.table.querySelectorAll('[data-focus]')]
        .find((node) => node.dataset.focus === active)
        ?.focus({ preventScroll: true });
    }
    if (sorted.length > this.shown) {
      const more = element('button', {
        type: 'button',
        textContent: `Show ${Math.min(PAGE * 4, sorted.length - this.shown)} more`,
      });
      more.addEventListener('click', () => {
        this.shown += PAGE * 4;
        this.draw();
      });
      const cell = element('td', { colSpan: this.columns.length + 2 }, more);
      this.table.append(element('tfoot', {}, element('tr', {}, cell)));
    }
    const count = this.rows.filter((row) => !row.thread).length;
    const by = query !== '' && this.found ? ', those that the search finds' : '';
    this.count.textContent =
      all.length === count ? `${count} processes` : `${all.length} of ${count} processes${by}`;
    this.drawCurves();
  }

  hasMatch(row) {
    return (
      this.matches(row) || (this.threads.get(row.group) ?? []).some((one) => this.matches(one))
    );
  }

  head() {
    const cells = [null, ...this.columns].map((column) => {
      const text = column ? column.text : 'process';
      const button = element('button', { type: 'button', textContent: text });
      if (column) button.title = column.note;
      button.dataset.focus = `sort ${text}`;
      button.addEventListener('click', () => this.sortBy(column));
      const cell = element('th', { scope: 'col' }, button);
      if (column?.isGroup) cell.className = 'group';
      if (column === this.column) {
        cell.setAttribute('aria-sort', this.isAscending ? 'ascending' : 'descending');
      }
      return cell;
    });
    const curve = element('th', { scope: 'col', textContent: this.curveMeasure().name });
    cells.splice(1, 0, curve);
    return element('thead', {}, element('tr', {}, ...cells));
  }

  curveMeasure() {
    return this.tasks.measures[this.column?.measure ?? 0];
  }

  line(row) {
    const threads = row.thread ? [] : (this.threads.get(row.group) ?? []);
    const expander = element('button', {
      type: 'button',
      className: 'expand',
      textContent: this.expanded.has(row.group) ? '▾' : '▸',
      title: `${threads.length} threads`,
    });
    expander.setAttribute('aria-expanded', this.expanded.has(row.group));
    expander.setAttribute('aria-label', `threads of ${row.name}`);
    expander.dataset.focus = `expand ${row.key}`;
    expander.hidden = threads.length === 0;
    expander.addEventListener('click', () => {
      if (this.expanded.has(row.group)) this.expanded.delete(row.group);
      else this.expanded.add(row.group);
      this.draw();
    });
    const name = element(
      'button',
      { type: 'button', className: 'name' },
      swatch(row.key),
      element('bdi', { textContent: row.name || '(no name)' }),
    );
    name.title = row.name;
    name.setAttribute('aria-pressed', row.key === selected);
    name.dataset.focus = `select ${row.key}`;
    name.addEventListener('click', () => select(row.key));
    const canvas = element('canvas', { className: 'strip', 'aria-hidden': 'true' });
    canvas.row = row;
    const line = element(
      'tr',
      { className: row.thread ? 'thread' : '' },
      element('th', { scope: 'row' }, expander, name),
      element('td', {}, canvas),
      ...this.columns.map((column) => {
        if (column.isGroup) return groupCell(row);
        const value = column.of(row.uses[column.measure]);
        const text = Number.isNaN(value)
          ? '–'
          : format({ low: value, high: value, mean: value }, column.unit);
        return element('td', { textContent: text });
      }),
    );
    if (row.key === selected) line.className += ' selected';
    return line;
  }

  drawCurves() {
    const measure = this.curveMeasure();
    const canvases = [...this.table.querySelectorAll('canvas.strip')];
    // All with one scale: the first row is the one with the most, or nearly.
    const highest = ({ row }) => row.uses[this.column?.measure ?? 0].high || 0;
    const high = canvases.reduce((most, canvas) => Math.max(most, highest(canvas)), 0);
    for (const canvas of canvases) {
      const { times, arrays, spread } = measure.data;
      strip(canvas, { times, values: arrays[canvas.row.index], spread }, view, {
        colour: colourOf(canvas.row.key),
        high,
        fill: true,
      });
    }
  }
}
