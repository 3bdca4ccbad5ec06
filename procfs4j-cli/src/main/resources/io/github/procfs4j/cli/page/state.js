// What the reader looks at: the time in view, the open lanes, what is selected and searched for. All
// of it is in the fragment of the address, so that a link leads to the same view.
import { TIME_STEPS } from './numbers.js';

/** The time of the recording; set once. */
export let whole = { from: 0, to: 1 };

/** The time in view. */
export let view = whole;

export const openLanes = new Set();

/** The identity of the selected row or process; null if none is. */
export let selected = null;

export let query = '';

/** The times that were in view before, the last one at the end. */
const past = [];

const MOST_PAST = 100;

/** What is told of changes: functions of nothing, by what changed. */
const listeners = { view: [], open: [], selected: [], query: [] };

export function onChange(what, listener) {
  listeners[what].push(listener);
}

function changed(what) {
  for (const listener of listeners[what]) listener();
  scheduleWrite();
}

/** A span, rounded such that its ends get labels: 0.003 to 599.994 becomes 0 to 600. */
export function outwards(from, to) {
  if (from === to) to += 1; // a single sample
  const step = TIME_STEPS.findLast((step) => step <= (to - from) / 50) ?? TIME_STEPS[0];
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step };
}

export function setWhole(from, to) {
  whole = outwards(from, to);
  view = whole;
}

function within(from, to) {
  // Less than ten microseconds is nothing to see: times are kept to one.
  const least = 1e-5;
  from = Math.max(whole.from, Math.min(from, whole.to - least));
  to = Math.min(whole.to, Math.max(to, from + least));
  return from === whole.from && to === whole.to ? whole : { from, to };
}

/** Shows a span of time everywhere. While it is dragged, the steps in between are not kept. */
export function zoom(from, to, isStep = false) {
  const next = within(from, to);
  if (next.from === view.from && next.to === view.to) return;
  if (!isStep) keep();
  view = next;
  changed('view');
}

/** Keeps the time in view for undo. */
export function keep() {
  past.push(view);
  if (past.length > MOST_PAST) past.shift();
}

export function canUndo() {
  return past.length > 0;
}

/** Shows what was in view before. */
export function undo() {
  if (past.length === 0) return;
  view = past.pop();
  changed('view');
}

export function all() {
  zoom(whole.from, whole.to);
}

/** Zooms about the middle: by 0.5 to half of the span, by 2 to twice as much. */
export function scale(factor) {
  const middle = (view.from + view.to) / 2;
  const half = ((view.to - view.from) / 2) * factor;
  zoom(middle - half, middle + half);
}

export function pan(share) {
  const by = Math.max(
    whole.from - view.from,
    Math.min(whole.to - view.to, (view.to - view.from) * share),
  );
  zoom(view.from + by, view.to + by);
}

export function setOpen(lane, isOpen) {
  if (openLanes.has(lane) === isOpen) return;
  if (isOpen) openLanes.add(lane);
  else openLanes.delete(lane);
  changed('open');
}

/** Selects an entity, or none if it is selected already. */
export function select(key) {
  selected = key === selected ? null : key;
  changed('selected');
}

export function search(text) {
  if (text === query) return;
  query = text;
  changed('query');
}

// ---- The fragment

const number = (t) => String(+t.toFixed(6));

/** The fragment of the present view, without what is as at first. */
export function fragment() {
  const parts = [];
  if (openLanes.size > 0) parts.push('open=' + [...openLanes].map(encodeURIComponent).join(','));
  if (view !== whole) parts.push(`t=${number(view.from)},${number(view.to)}`);
  if (selected !== null) parts.push('sel=' + encodeURIComponent(selected));
  if (query !== '') parts.push('q=' + encodeURIComponent(query));
  return parts.length > 0 ? '#' + parts.join('&') : '';
}

/** The parts of a fragment by name; what is not understood is left out. */
export function parse(fragment) {
  const parts = {};
  for (const part of fragment.replace(/^#/, '').split('&')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at);
    try {
      const text = part.slice(at + 1);
      if (name === 'open') parts.open = text.split(',').map(decodeURIComponent);
      if (name === 't') {
        const [from, to] = text.split(',').map(Number);
        if (from < to) parts.t = { from, to };
        if (text === 'all') parts.t = whole;
      }
      if (name === 'sel' || name === 'q' || name === 'go') parts[name] = decodeURIComponent(text);
    } catch {
      // A percent sign that begins nothing: typed by hand.
    }
  }
  return parts;
}

/**
 * Shows what a fragment says. One with `go` is a link within the page: what it does not mention stays
 * as it is. Returns where it leads, if anywhere.
 */
export function apply(text) {
  const parts = parse(text);
  if (parts.go === undefined) {
    for (const lane of [...openLanes]) if (!parts.open?.includes(lane)) setOpen(lane, false);
    if (selected !== null && parts.sel === undefined) select(null);
    search(parts.q ?? '');
  }
  for (const lane of parts.open ?? []) setOpen(lane, true);
  const isWithin = parts.t && parts.t.from < whole.to && parts.t.to > whole.from;
  if (isWithin) zoom(parts.t.from, parts.t.to);
  else if (parts.go === undefined) all();
  if (parts.sel !== undefined && parts.sel !== selected) select(parts.sel);
  if (parts.q !== undefined) search(parts.q);
  return parts.go ?? null;
}

let timer = null;

/** Writes the view to the address once it rests; browsers limit how often that may happen. */
function scheduleWrite() {
  clearTimeout(timer);
  timer = setTimeout(writeFragment, 200);
}

export function writeFragment() {
  const to = fragment();
  if (location.hash !== to) {
    history.replaceState(null, '', to || location.pathname + location.search);
  }
}
