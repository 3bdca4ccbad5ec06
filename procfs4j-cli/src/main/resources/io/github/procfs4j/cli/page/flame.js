// The flame graph: a box for each frame, as wide as its share of the time, below the box of the
// frame that contains it.

/** Narrower boxes are left out, in pixels. */
const NARROWEST = 0.5;

/** How many frames are outside of that of a state: all, process and thread. */
const STATE = 3;

/** How many shades of each colour the style sheet has. */
const SHADES = 3;

const LEGEND = [
  ['running', 'running'],
  ['runnable', 'runnable'],
  ['waiting', 'waiting'],
  ['uninterruptible', 'waiting uninterruptibly'],
];

const all = JSON.parse(document.getElementById('index').textContent);
const main = document.getElementById('main');
const search = document.createElement('input');
const found = document.createElement('output');
const graph = document.createElement('div');

/** The frames from the outermost to the one that is as wide as the graph. */
let path = [all];

function shade(name) {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 65521;
  return 'shade' + (sum % SHADES);
}

/** What a frame is about: the state that it or an outer one is; empty for processes and threads. */
function kind(frames) {
  const state = frames.length > STATE ? frames[STATE].name : '';
  if (state === '') return '';
  if (state.startsWith('running')) return 'running';
  if (state === 'runnable') return 'runnable';
  if (state.startsWith('D ')) return 'uninterruptible';
  return 'waiting';
}

function share(micros) {
  return ((100 * micros) / all.micros).toFixed(1) + ' %';
}

function time(micros) {
  if (micros < 1e3) return micros + ' µs';
  return micros < 1e6 ? (micros / 1e3).toFixed(1) + ' ms' : (micros / 1e6).toFixed(2) + ' s';
}

function matches(node) {
  return search.value !== '' && node.name.toLowerCase().includes(search.value.toLowerCase());
}

/** Adds a box; its left edge and its width are parts of the width of the graph. */
function add(row, node, left, width, parents) {
  const box = document.createElement('button');
  box.type = 'button';
  const about = kind(parents.concat([node]));
  box.className = `frame ${about} ${shade(node.name)}` + (matches(node) ? ' found' : '');
  box.style.left = 100 * left + '%';
  box.style.width = 100 * width + '%';
  box.textContent = node.name;
  box.title = `${node.name}\n${time(node.micros)}, ${share(node.micros)} of the time`;
  box.addEventListener('click', () => {
    path = parents.concat([node]);
    draw();
  });
  row.appendChild(box);
}

/** The time of matching frames that are not within another matching frame. */
function count(node) {
  if (matches(node)) return node.micros;
  return node.inner.reduce((sum, inner) => sum + count(inner), 0);
}

function draw() {
  graph.replaceChildren();
  const rows = [];
  const least = NARROWEST / Math.max(1, graph.clientWidth);
  const row = (depth) => {
    if (!rows[depth]) {
      rows[depth] = document.createElement('div');
      rows[depth].className = 'row';
      graph.appendChild(rows[depth]);
    }
    return rows[depth];
  };
  const below = (node, left, width, parents) => {
    add(row(parents.length), node, left, width, parents);
    let at = left;
    for (const inner of node.inner) {
      const wide = (width * inner.micros) / node.micros;
      if (wide >= least) below(inner, at, wide, parents.concat([node]));
      at += wide;
    }
  };
  path.slice(0, -1).forEach((node, i) => add(row(i), node, 0, 1, path.slice(0, i)));
  if (all.micros > 0) below(path[path.length - 1], 0, 1, path.slice(0, -1));
  found.textContent = search.value === '' ? '' : share(count(all)) + ' of the time';
}

function build() {
  const bar = document.createElement('p');
  bar.id = 'bar';
  search.type = 'search';
  search.placeholder = 'Find frames';
  search.setAttribute('aria-label', 'Find frames');
  search.addEventListener('input', draw);
  const hint = document.createElement('span');
  hint.textContent = 'A click on a box enlarges it, Escape shows all again.';
  bar.append(search, found, hint);
  for (const [about, text] of LEGEND) {
    const entry = document.createElement('span');
    entry.className = 'entry ' + about;
    entry.textContent = text;
    bar.append(entry);
  }
  graph.id = 'flame';
  main.append(bar, graph);
  window.addEventListener('resize', draw);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && path.length > 1) {
      path = [all];
      draw();
    }
  });
  draw();
}

build();
