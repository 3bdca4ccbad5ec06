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
 * Draws a series from one time to another: per pixel the mean as a line, and the range as a band.
 *
 * @returns the extremes of what is drawn
 */
export function strip(canvas, { times, values, weights = null }, view, options) {
  const { colour, low = 0, high = 0, fill = false } = options;
  const { ctx, width, height, ratio } = prepare(canvas);
  const line = reduce(times, values, view.from, view.to, width, { weights });
  const bottom = Math.min(low, Number.isFinite(line.lowest) ? line.lowest : low);
  let top = Math.max(high, Number.isFinite(line.highest) ? line.highest : high);
  if (top <= bottom) top = bottom + 1;
  const pad = 1.5 * ratio;
  const x = (t) => ((t - view.from) / (view.to - view.from)) * width;
  const y = (value) => height - pad - ((value - bottom) / (top - bottom)) * (height - 2 * pad);
  if (line.dense) {
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.35;
    ctx.beginPath();
    line.x.forEach((t, i) => {
      if (Number.isNaN(line.low[i])) return;
      const up = y(line.high[i]);
      const down = y(line.low[i]);
      if (down - up > 1) ctx.rect(Math.floor(x(t)), up, 1, down - up);
    });
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  const path = new Path2D();
  const area = new Path2D();
  let begun = null;
  let last = null;
  for (let i = 0; i <= line.y.length; i++) {
    const isGap = i === line.y.length || Number.isNaN(line.y[i]);
    if (isGap) {
      if (begun !== null) {
        area.lineTo(last, y(Math.max(0, bottom)));
        area.lineTo(begun, y(Math.max(0, bottom)));
        // A sample without neighbours has no line, but must be seen.
        if (begun === last) path.lineTo(last + ratio, y(line.y[i - 1]));
      }
      begun = null;
      continue;
    }
    last = x(line.x[i]);
    if (begun === null) {
      begun = last;
      path.moveTo(last, y(line.y[i]));
      area.moveTo(last, y(line.y[i]));
    } else {
      path.lineTo(last, y(line.y[i]));
      area.lineTo(last, y(line.y[i]));
    }
  }
  if (fill) {
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.22;
    ctx.fill(area);
    ctx.globalAlpha = 1;
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25 * ratio;
  ctx.lineJoin = 'round';
  ctx.stroke(path);
  return { lowest: line.lowest, highest: line.highest };
}
