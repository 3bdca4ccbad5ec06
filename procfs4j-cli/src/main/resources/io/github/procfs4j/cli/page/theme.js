// Colours and patterns. An entity has one of each, wherever it appears.

export const dark = window.matchMedia('(prefers-color-scheme: dark)');
export const forced = window.matchMedia('(forced-colors: active)');

export let theme;

export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue('--' + name).trim();
  theme = {
    ground: resolved(colour('ground')),
    text: resolved(colour('text')),
    muted: resolved(colour('muted')),
    grid: resolved(colour('grid')),
    accent: resolved(colour('accent')),
    warn: resolved(colour('warn')),
    heat: colour('heat').split(/\s+/).map(resolved),
    series: colour('series').split(/\s+/).map(resolved),
  };
}

/** A colour of any form, such as a system colour, as #rrggbb. */
function resolved(colour) {
  if (/^#[0-9a-f]{6}$/.test(colour)) return colour;
  const ctx = document.createElement('canvas').getContext('2d');
  ctx.fillStyle = colour;
  return ctx.fillStyle;
}

export function parts(colour) {
  return colour.match(/[0-9a-f]{2}/g).map((digits) => parseInt(digits, 16));
}

/** `share` of a colour, written #rrggbb, on the ground. */
export function tint(colour, share, opacity = 1) {
  const ground = parts(theme.ground);
  const mixed = parts(colour).map((part, i) => Math.round(part * share + ground[i] * (1 - share)));
  return `rgba(${mixed}, ${opacity})`;
}

// ---- One colour and one pattern for each entity

export const DASHES = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/** How many colours the style sheet has. */
const COLOURS = 8;

/** FNV-1a over the code units of a text. */
export function hash(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** The slot of each entity: its colour, and its pattern. */
const slots = new Map();

/**
 * Gives the entities of each group, such as the lines of a chart, slots that differ within the group
 * as long as there are enough, first in colour, then in pattern. An entity that has a slot keeps it.
 */
export function assign(groups) {
  for (const keys of groups) {
    const taken = new Set(keys.filter((key) => slots.has(key)).map((key) => slots.get(key)));
    for (const key of keys) {
      if (slots.has(key)) continue;
      const wanted = hash(key) % COLOURS;
      let slot = wanted;
      for (let i = 0; i < COLOURS * DASHES.length; i++) {
        slot = Math.floor(i / COLOURS) * COLOURS + ((wanted + i) % COLOURS);
        if (!taken.has(slot)) break;
      }
      taken.add(slot);
      slots.set(key, slot);
    }
  }
}

/** Gives these entities the first slots, in this order. */
export function assignInOrder(keys) {
  keys.forEach((key, i) => slots.set(key, i % (COLOURS * DASHES.length)));
}

function slotOf(key) {
  return slots.get(key) ?? hash(key) % COLOURS;
}

export function colourOf(key) {
  return theme.series[slotOf(key) % theme.series.length];
}

export function dashOf(key) {
  const slot = slotOf(key);
  // With a single colour, patterns alone have to distinguish neighbours.
  return DASHES[(theme.series.length === 1 ? slot : Math.floor(slot / COLOURS)) % DASHES.length];
}

// ---- Areas without colours

/** The size of a pattern in CSS pixels, and the lines that it consists of: from and to where. */
const TILE = 8;
const HATCHES = [
  [],
  [[0, 8, 8, 0]],
  [
    [0, 4, 8, 4],
    [4, 0, 4, 8],
  ],
  [[0, 0, 8, 8]],
];

/** The pattern of the area at a place of a stack; null if colours distinguish it. */
export function hatchOf(ctx, place) {
  if (theme.series.length > 1) return null;
  const ratio = window.devicePixelRatio || 1;
  const tile = new OffscreenCanvas(TILE * ratio, TILE * ratio);
  const drawn = tile.getContext('2d');
  drawn.scale(ratio, ratio);
  drawn.fillStyle = theme.ground;
  drawn.fillRect(0, 0, TILE, TILE);
  drawn.strokeStyle = theme.text;
  for (const [x, y, toX, toY] of HATCHES[place % HATCHES.length]) {
    drawn.moveTo(x, y);
    drawn.lineTo(toX, toY);
  }
  drawn.stroke();
  return ctx.createPattern(tile, 'repeat');
}

/** A small picture of the line of an entity, or of its area at a place of a stack. */
export function swatch(key, place = -1) {
  const canvas = document.createElement('canvas');
  canvas.className = 'swatch';
  canvas.dataset.key = key;
  canvas.dataset.place = place;
  canvas.width = 2 * 22;
  canvas.height = 2 * 10;
  canvas.setAttribute('aria-hidden', 'true');
  paintSwatch(canvas);
  return canvas;
}

export function paintSwatch(canvas) {
  const ctx = canvas.getContext('2d');
  const { width, height } = canvas;
  const { key, place } = canvas.dataset;
  ctx.clearRect(0, 0, width, height);
  ctx.strokeStyle = colourOf(key);
  const hatch = place >= 0 ? hatchOf(ctx, +place) : null;
  if (hatch) {
    ctx.fillStyle = hatch;
    ctx.fillRect(0, 0, width, height);
    ctx.setLineDash([]);
    ctx.lineWidth = 2;
    ctx.strokeRect(1, 1, width - 2, height - 2);
    return;
  }
  ctx.lineWidth = 6;
  ctx.setLineDash(dashOf(key).map((length) => length * 2));
  ctx.beginPath();
  ctx.moveTo(0, height / 2);
  ctx.lineTo(width, height / 2);
  ctx.stroke();
}
