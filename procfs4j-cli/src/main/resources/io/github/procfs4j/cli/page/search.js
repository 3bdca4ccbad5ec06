// The sidebar: the lanes with their sources, and a search over everything on the page.
import { element } from './chart.js';
import { keyOf } from './model.js';
import { onChange, query, search } from './state.js';

const MOST = 60;

/** Everything that can be found: what it is, its name, and where it is. */
export function entries(index) {
  const found = [];
  const rows = new Map();
  for (const lane of index.lanes) {
    found.push({ kind: 'lane', name: lane.title, lane: lane.id, go: lane.id });
    for (const section of lane.sections) {
      found.push({ kind: 'source', name: section.title, lane: lane.id, go: section.title });
      for (const chart of section.charts) {
        found.push({ kind: 'figure', name: chart.title, lane: lane.id, go: chart.id });
        for (const series of chart.series) {
          const key = keyOf(series);
          if (!rows.has(key)) {
            rows.set(key, { kind: 'row', name: series.name, lane: lane.id, go: chart.id, key });
          }
        }
      }
      for (const task of section.tasks?.rows ?? []) {
        const kind = task.thread ? 'thread' : 'process';
        rows.set(task.key, { kind, name: task.name, lane: lane.id, go: lane.id, key: task.key });
      }
    }
  }
  return [...found, ...rows.values()];
}

/** The entries whose name has all words of a text; those that begin with it first. */
export function find(entries, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const name = new Map(entries.map((entry) => [entry, entry.name.toLowerCase()]));
  return entries
    .filter((entry) => words.every((word) => name.get(entry).includes(word)))
    .sort((a, b) => name.get(b).startsWith(words[0]) - name.get(a).startsWith(words[0]));
}

/** The fragment of a link to an entry. */
export function linkTo({ lane, go, key }) {
  const parts = [`open=${encodeURIComponent(lane)}`];
  if (key !== undefined) parts.push(`sel=${encodeURIComponent(key)}`);
  return `#${parts.join('&')}&go=${encodeURIComponent(go)}`;
}

export class Sidebar {
  constructor(index) {
    this.index = index;
    this.input = element('input', {
      type: 'search',
      id: 'search',
      placeholder: 'Search ( / )',
      'aria-label': 'Search sources, figures, rows and processes',
      autocomplete: 'off',
    });
    this.status = element('p', { className: 'hidden', role: 'status' });
    this.list = element('ol', { className: 'results' });
    this.contents = this.listOfContents();
    this.node = element(
      'nav',
      { id: 'side', 'aria-label': 'Contents' },
      this.input,
      this.status,
      this.list,
      this.contents,
    );
    this.input.addEventListener('input', () => search(this.input.value));
    this.node.addEventListener('keydown', (event) => this.key(event));
    onChange('query', () => this.show());
  }

  listOfContents() {
    const lanes = this.index.lanes.map((lane) => {
      const link = (go, text) =>
        element('a', { href: linkTo({ lane: lane.id, go }), textContent: text || '(no name)' });
      const sections = lane.sections.map((section) =>
        element('li', {}, link(section.title, section.title)),
      );
      return element('li', {}, link(lane.id, lane.title), element('ol', {}, sections));
    });
    return element('ol', { className: 'contents' }, ...lanes);
  }

  show() {
    if (this.input.value !== query) this.input.value = query;
    this.entries ??= entries(this.index);
    const found = find(this.entries, query);
    this.contents.hidden = query !== '';
    this.list.hidden = query === '';
    this.list.replaceChildren(
      ...found
        .slice(0, MOST)
        .map((entry) =>
          element(
            'li',
            {},
            element(
              'a',
              { href: linkTo(entry) },
              element('i', { textContent: entry.kind }),
              ' ',
              element('bdi', { textContent: entry.name || '(no name)' }),
            ),
          ),
        ),
    );
    const more = found.length > MOST ? `, the first ${MOST} are listed` : '';
    this.status.textContent = query === '' ? '' : `${found.length} found${more}`;
    this.status.className = query === '' ? 'hidden' : 'note';
  }

  /** Up and down move through the results, Enter opens the first, Escape ends the search. */
  key(event) {
    const links = [...this.list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (event.key === 'ArrowDown' && links.length > 0) {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      (links[at - 1] ?? this.input).focus();
    } else if (event.key === 'Enter' && document.activeElement === this.input) {
      links[0]?.click();
    } else if (event.key === 'Escape') {
      search('');
      this.input.blur();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
