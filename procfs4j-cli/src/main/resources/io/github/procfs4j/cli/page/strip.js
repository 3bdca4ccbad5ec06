// A line over time on a small canvas: in a folded lane, in a row of a table, in small multiples.
import { reduce } from './reduce.js';

/** Makes the pixels of a canvas those of the screen; returns its context, scaled to CSS pixels. */
export function prepare(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const ctx = canvas.getContext('2d');
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return { ctx, width, height, ratio };
}

/**
 * How wide a line through so many points is, in device pixels. Where they are close to each other, a
 * line of one pixel is drawn a hundred times as fast as a wider one.
 */
export function widthOf(points, columns, ratio) {
  return points > columns / 3 ? 1 : 1.5 * ratio;
}

/**
 * Fills the columns of a line between two heights, given as functions of the index. Whole pixels are
 * filled many times as fast as a path with as many corners.
 */
export function fillColumns(ctx, line, x, upper, lower) {
  for (let i = 0; i < line.x.length; i++) {
    const top = Math.round(upper(i));
    const height = Math.round(lower(i)) - top;
    // Not for NaN.
    if (height > 0) ctx.fillRect(Math.floor(x(line.x[i])), top, 1, height);
  }
}

/**
 * Draws a series from one time to another: per pixel the mean as a line, and the range, or how
 * uncertain a rate is, as a band.
 *
 * @returns the extremes of what is drawn
 */
export function strip(canvas, series, view, options) {
  const { ctx, width, height, ratio } = prepare(canvas);
  return curve(ctx, { top: 0, width, height, ratio }, series, view, options);
}

/** As `strip`, into a part of a canvas of which `ctx` is the context; all in its own pixels. */
export function curve(ctx, box, { times, values, weights = null, spread = null }, view, options) {
  const { width, height, ratio } = box;
  const { colour, low = 0, high = 0, fill = false } = options;
  const line = reduce(times, values, view.from, view.to, width, { weights, spread });
  const bottom = Math.min(low, Number.isFinite(line.lowest) ? line.lowest : low);
  let top = Math.max(high, Number.isFinite(line.highest) ? line.highest : high);
  if (top <= bottom) top = bottom + 1;
  const pad = 1.5 * ratio;
  const wide = width / (view.to - view.from);
  const tall = (height - 2 * pad) / (top - bottom);
  const x = (t) => (t - view.from) * wide;
  const y = (value) => box.top + height - pad - (value - bottom) * tall;
  const ground = y(Math.max(0, bottom));
  ctx.fillStyle = colour;
  if (line.dense) {
    ctx.globalAlpha = 0.35;
    fillColumns(
      ctx,
      line,
      x,
      (i) => y(line.high[i]),
      (i) => y(line.low[i]),
    );
    ctx.globalAlpha = 0.22;
    if (fill)
      fillColumns(
        ctx,
        line,
        x,
        (i) => y(line.y[i]),
        () => ground,
      );
  } else {
    ctx.globalAlpha = 0.35;
    if (spread) bars(ctx, line, x, y, 2 * ratio);
    ctx.globalAlpha = 0.22;
    if (fill) ctx.fill(pathOf(line, x, y, ground, ratio));
  }
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colour;
  ctx.lineWidth = widthOf(line.x.length, width, ratio);
  // A line of one pixel is pale between two rows of pixels.
  const snapped = (value) => Math.floor(y(value)) + 0.5;
  ctx.stroke(pathOf(line, x, ctx.lineWidth === 1 ? snapped : y, null, ratio));
  return { lowest: line.lowest, highest: line.highest };
}

/** How far each value may be from what it is, if that is more than a pixel. */
function bars(ctx, line, x, y, wide) {
  for (let i = 0; i < line.x.length; i++) {
    const up = y(line.high[i]);
    const height = y(line.low[i]) - up;
    if (height > 1) ctx.fillRect(Math.floor(x(line.x[i]) - wide / 2), up, wide, height);
  }
}

/** The path of a line, or of the areas between it and the ground, if that is given. */
function pathOf(line, x, y, ground, ratio) {
  const path = new Path2D();
  let begun = null;
  let last = null;
  for (let i = 0; i <= line.y.length; i++) {
    if (i === line.y.length || Number.isNaN(line.y[i])) {
      if (begun !== null && ground !== null) {
        path.lineTo(last, ground);
        path.lineTo(begun, ground);
      }
      // A sample without neighbours has no line, but must be seen.
      if (begun !== null && begun === last) path.lineTo(last + ratio, y(line.y[i - 1]));
      begun = null;
      continue;
    }
    last = x(line.x[i]);
    if (begun === null) {
      begun = last;
      path.moveTo(last, y(line.y[i]));
    } else {
      path.lineTo(last, y(line.y[i]));
    }
  }
  return path;
}
