// The flame graph: a box for each frame, as wide as its share of the samples, below the box of the
// frame that contains it.

/** Narrower boxes are left out, in pixels. */
const NARROWEST = 0.5;

/** How many colours the style sheet has. */
const TINTS = 6;

const all = JSON.parse(document.getElementById('index').textContent);
const main = document.getElementById('main');
const search = document.createElement('input');
const found = document.createElement('output');
const graph = document.createElement('div');

/** The frames from the outermost to the one that is as wide as the graph. */
let path = [all];

function tint(name) {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 65521;
  return sum % TINTS;
}

function share(samples) {
  return ((100 * samples) / all.samples).toFixed(1) + ' %';
}

function matches(node) {
  return search.value !== '' && node.name.toLowerCase().includes(search.value.toLowerCase());
}

/** Adds a box; its left edge and its width are parts of the width of the graph. */
function add(row, node, left, width, parents) {
  const box = document.createElement('button');
  box.type = 'button';
  box.className = 'frame tint' + tint(node.name) + (matches(node) ? ' found' : '');
  box.style.left = 100 * left + '%';
  box.style.width = 100 * width + '%';
  box.textContent = node.name;
  box.title = `${node.name}\n${node.samples} samples, ${share(node.samples)}`;
  box.addEventListener('click', () => {
    path = parents.concat([node]);
    draw();
  });
  row.appendChild(box);
}

/** The samples of matching frames that are not within another matching frame. */
function count(node) {
  if (matches(node)) return node.samples;
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
      const wide = (width * inner.samples) / node.samples;
      if (wide >= least) below(inner, at, wide, parents.concat([node]));
      at += wide;
    }
  };
  path.slice(0, -1).forEach((node, i) => add(row(i), node, 0, 1, path.slice(0, i)));
  if (all.samples > 0) below(path[path.length - 1], 0, 1, path.slice(0, -1));
  found.textContent = search.value === '' ? '' : share(count(all)) + ' of the samples';
}

function build() {
  const bar = document.createElement('p');
  bar.id = 'bar';
  search.type = 'search';
  search.placeholder = 'Find frames';
  search.setAttribute('aria-label', 'Find frames');
  search.addEventListener('input', draw);
  bar.append(search, found);
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
