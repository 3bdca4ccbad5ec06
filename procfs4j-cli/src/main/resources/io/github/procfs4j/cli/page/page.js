// Puts the page together. Nothing here or in the other modules makes markup out of text: names are in
// the index, where invisible characters have been made visible, and are only ever set as text.
import { element, isolated, shared } from './chart.js';
import { flag, Lane } from './lanes.js';
import { keyOf, readClock, readIndex } from './model.js';
import { elapsed, when } from './numbers.js';
import { Overview } from './overview.js';
import { Sidebar } from './search.js';
import {
  all,
  apply,
  canUndo,
  onChange,
  pan,
  parse,
  scale,
  setWhole,
  undo,
  view,
  whole,
} from './state.js';
import { assign, assignInOrder, dark, forced, paintSwatch, readTheme } from './theme.js';

const index = readIndex();
let lanes = [];
let overview = null;
let sidebar = null;

/** All charts that have been made. */
function charts() {
  return lanes.flatMap((lane) => lane.charts);
}

function keys(event) {
  const isTyping = event.target.closest?.('input, select, textarea');
  if (event.altKey || isTyping) return;
  if ((event.ctrlKey || event.metaKey) && event.key !== 'z') return;
  const inPlot = event.target.closest?.('.plot, .overview') || event.target === document.body;
  const action = {
    '/': () => sidebar.input.focus(),
    u: undo,
    z: undo,
    0: all,
    '+': () => scale(0.5),
    '-': () => scale(2),
    ...(inPlot && {
      ArrowLeft: () => pan(-0.2),
      ArrowRight: () => pan(0.2),
      ArrowUp: () => scale(0.5),
      ArrowDown: () => scale(2),
      Escape: all,
    }),
  }[event.key];
  // On the page itself, up and down scroll.
  if (!action || (event.target === document.body && /^Arrow(Up|Down)$/.test(event.key))) return;
  event.preventDefault();
  action();
}

/** The texts of the marks at a time, as far as a pointer can tell. */
function marked(t) {
  const reach = (view.to - view.from) / 200;
  return shared.marks
    .filter(({ at }) => Math.abs(at - t) <= reach)
    .map(({ text }) => ` · ${text}`)
    .join('');
}

/** Shows a time, and the values at it, everywhere. */
function point(t) {
  const step = (view.to - view.from) / 1000;
  const text = t === null ? '' : when(t, shared.clock, step) + marked(t);
  document.getElementById('cursor').replaceChildren(...isolated(text));
  for (const lane of lanes) lane.point(t);
}

function tellView() {
  const step = (view.to - view.from) / 100;
  const length = elapsed(view.to - view.from, step);
  document.getElementById('span').textContent =
    `${when(view.from, shared.clock, step)} to ${when(view.to, shared.clock, step)}, ${length}`;
  document.getElementById('all').disabled = document.getElementById('out').disabled =
    view === whole;
  document.getElementById('undo').disabled = !canUndo();
  move();
}

/** How long drawing may take in one frame, in milliseconds: at first, at least and at most. */
const USUAL_BUDGET = 8;
const LEAST_BUDGET = 2;
const MOST_BUDGET = 12;

/** A frame that takes longer than this, in milliseconds, has had too much to draw. */
const LONG_FRAME = 24;

/** After this time without another view nothing is moving, in milliseconds. */
const REST = 150;

let budget = USUAL_BUDGET;
let next = 0;
let frame = 0;
let lastFrame = 0;

/** Draws in the next frame what shows another span than it should. */
function drawSoon() {
  frame ||= requestAnimationFrame(drawFrame);
}

/**
 * Draws the overview, the lines of lanes and the charts in view. If that takes longer than a part of
 * a frame, the others follow in the next ones, by turns, so that a drag stays smooth. What a browser
 * needs to paint what was drawn is not known here, but the time since the last frame is.
 */
function drawFrame(now) {
  frame = 0;
  const took = now - lastFrame;
  lastFrame = now;
  if (took > REST) budget = USUAL_BUDGET;
  else if (took > LONG_FRAME) budget = Math.max(LEAST_BUDGET, budget / 2);
  else budget = Math.min(MOST_BUDGET, budget + 1);
  const until = performance.now() + budget;
  if (overview.drawnView !== view) overview.draw();
  const waiting = [...lanes, ...charts()].filter((one) => one.isBehind());
  for (let i = 0; i < waiting.length; i++) {
    waiting[(next + i) % waiting.length].update();
    if (i + 1 < waiting.length && performance.now() > until) {
      next += i + 1;
      drawSoon();
      return;
    }
  }
}

let resting = null;
let lastMove = -Infinity;

/** Notes that the time in view changes; if it did so just before, it is moving. */
function move() {
  const now = performance.now();
  shared.isMoving = now - lastMove < REST;
  lastMove = now;
  settleSoon();
  drawSoon();
}

/** Once nothing moves, draws in full detail, and computes the statistics. */
function settleSoon() {
  clearTimeout(resting);
  resting = setTimeout(settle, REST);
}

/** One after the other, so that a drag can begin meanwhile. */
function settle() {
  if (shared.isMoving) {
    shared.isMoving = false;
    drawSoon();
  }
  const one = [...lanes, ...charts()].find((each) => each.isUntold());
  if (!one) return;
  one.tell();
  resting = setTimeout(settle);
}

function button(id, text, title, action) {
  const made = element('button', { type: 'button', id, textContent: text, title });
  made.addEventListener('click', action);
  return made;
}

function bar() {
  const zone = shared.clock ? `Times of day in ${shared.clock.zone}` : index.time;
  return element(
    'div',
    { className: 'bar', id: 'bar' },
    element(
      'p',
      { className: 'spans' },
      element('output', { id: 'span' }),
      element('span', { className: 'zone', textContent: zone }),
    ),
    button('all', 'All', 'The whole time (0, or double-click)', all),
    button('out', 'Zoom out', 'Twice as much (-)', () => scale(2)),
    button('undo', 'Undo', 'What was in view before (u)', undo),
    element('output', { id: 'cursor' }),
  );
}

/** Shows what a link says, and goes where it leads: a lane, a section or a chart. */
async function go(hash) {
  const id = apply(hash);
  if (id === null) return;
  // A source that is about several resources has a section of the same name in each of their lanes.
  const isMeant = ({ spec }) => parse(hash).open?.includes(spec.id) ?? false;
  const lane = [...lanes.filter(isMeant), ...lanes].find(
    (lane) => lane.spec.id === id || lane.find(id),
  );
  const node = lane?.find(id) ?? lane?.node;
  if (!node) return;
  // Tables above it get their rows first.
  await Promise.all(lanes.flatMap(({ tables }) => tables.map((table) => table.start())));
  node.scrollIntoView({ block: 'start' });
  node.focus({ preventScroll: true });
}

function repaint() {
  readTheme();
  for (const canvas of document.querySelectorAll('.swatch')) paintSwatch(canvas);
  for (const lane of lanes) {
    lane.draw();
    for (const table of lane.tables) table.draw();
  }
  for (const chart of charts()) chart.repaint();
  overview.draw();
}

/** The entities that are drawn together, the most important groups first. */
function groups() {
  const groups = [];
  const tasks = [];
  for (const lane of index.lanes) {
    for (const section of lane.sections) {
      for (const chart of section.charts) {
        // Only some of very many rows are drawn as lines.
        groups.push(chart.series.slice(0, 32).map(keyOf));
      }
      tasks.push((section.tasks?.rows ?? []).slice(0, 32).map(({ key }) => key));
    }
  }
  return [...groups, ...tasks];
}

/** The groups of runs, and what is drawn beside them, in the order of their colours. */
function inOrder() {
  const charts = index.lanes.flatMap(({ sections }) => sections).flatMap(({ charts }) => charts);
  const ofForm = (name) =>
    charts.filter(({ form }) => form === name).flatMap(({ series }) => series);
  return new Set([
    ...ofForm('groups').map(({ group }) => group),
    ...ofForm('difference').map(keyOf),
  ]);
}

/** The lanes and times that the links of the summary are about. */
function findings() {
  return [...document.querySelectorAll('#verdicts .remarkable a')]
    .map((link) => parse(link.hash))
    .filter(({ t }) => t)
    .map(({ open, t }) => ({ lane: open?.[0], ...t }));
}

async function start() {
  const main = document.getElementById('main');
  if (!main) return;
  readTheme();
  shared.clock = readClock(index);
  shared.marks = index.marks;
  shared.point = point;
  shared.settle = settleSoon;
  setWhole(index.from ?? 0, index.to ?? 1);
  assignInOrder([...inOrder()]);
  assign(groups());

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const { chart } = target;
        chart.inView = isIntersecting;
        if (isIntersecting) chart.load().then(() => chart.update());
      }
    },
    { rootMargin: '300px' },
  );
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) target.chart.resize();
  });
  const observe = (chart) => {
    chart.figure.chart = chart;
    near.observe(chart.figure);
    sizes.observe(chart.figure);
  };
  lanes = index.lanes.map((spec) => new Lane(spec, observe));
  flag(lanes, [...document.querySelectorAll('#verdicts .remarkable a')]);
  overview = new Overview(index.lanes, findings());
  sidebar = new Sidebar(index);
  document.body.classList.add('ready');
  main.before(sidebar.node);
  const sticky = element('div', { id: 'sticky' }, bar(), overview.node);
  main.append(sticky, element('div', { id: 'lanes' }, ...lanes.map(({ node }) => node)));

  onChange('view', tellView);
  onChange('selected', () => {
    for (const chart of charts()) chart.repaint();
  });
  window.addEventListener('keydown', keys);
  window.addEventListener('hashchange', () => go(location.hash));
  // A link to the place where the address is already: a click leads there again.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    // With these keys a browser opens it in another tab or window, or saves it.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.hash);
  });
  const resized = new ResizeObserver(() => {
    overview.draw();
    for (const lane of lanes) {
      lane.draw();
      for (const table of lane.tables) table.drawCurves();
    }
  });
  resized.observe(main);
  dark.addEventListener('change', repaint);
  forced.addEventListener('change', repaint);
  const print = (on) => () => {
    document.documentElement.classList.toggle('printing', on);
    for (const chart of charts()) chart.update();
    repaint();
  };
  window.addEventListener('beforeprint', print(true));
  window.addEventListener('afterprint', print(false));

  go(location.hash);
  tellView();
  await Promise.all([overview.start(), ...lanes.map((lane) => lane.start())]);
  performance.mark('ready');
  document.documentElement.dataset.ready = '';
}

start();
