// Many rows that are alike over time, one above the other: the darker, the more.
import { cuts, means, percentiles } from './reduce.js';
import { parts } from './theme.js';

/** The least height of a row in which its name fits, in CSS pixels. */
export const NAMED = 12;

/** How high a heatmap of so many rows is, in CSS pixels. */
export function heightOf(rows) {
  return rows <= 32 ? rows * 14 : Math.min(448, Math.max(256, rows * 2));
}

/** Colours from nothing to the greatest value, as numbers for pixels: 256 of them. */
export function ramp(stops) {
  const colours = stops.map(parts);
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (colours.length - 1);
    const from = Math.min(Math.floor(at), colours.length - 2);
    const [red, green, blue] = colours[from].map((part, k) =>
      Math.round(part + (colours[from + 1][k] - part) * (at - from)),
    );
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}

/** The mean of each row in each pixel column: one array after the other. */
export function grid(times, series, order, view, columns) {
  const cells = new Float32Array(order.length * columns);
  const at = cuts(times, view.from, view.to, columns);
  order.forEach((row, i) => {
    const { values, weights } = series[row];
    const into = cells.subarray(i * columns, (i + 1) * columns);
    means(times, values, view.from, view.to, columns, weights, into, at);
  });
  return cells;
}

/** The greatest number of a grid; 0 if there is none above. */
export function greatest(cells) {
  let most = 0;
  for (const cell of cells) if (cell > most) most = cell;
  return most;
}

/**
 * The pixels of a grid, from the top left. If there are more rows than pixels, each pixel shows the
 * greatest of its rows, so that none vanishes. What is not known is transparent.
 */
export function pixels(cells, rows, columns, width, height, high, colours) {
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const first = Math.floor((y * rows) / height);
    const end = Math.max(first + 1, Math.floor(((y + 1) * rows) / height));
    for (let x = 0; x < width; x++) {
      const column = Math.min(columns - 1, Math.floor((x * columns) / width));
      let value = NaN;
      for (let row = first; row < end; row++) {
        const cell = cells[row * columns + column];
        if (!(cell <= value) && !Number.isNaN(cell)) value = cell;
      }
      if (!Number.isNaN(value)) {
        const share = high > 0 ? Math.max(0, Math.min(1, value / high)) : 0;
        pixels[y * width + x] = colours[Math.round(share * 255)];
      }
    }
  }
  return pixels;
}

/** The order of rows: by their means over the view, the greatest first; rows without one last. */
export function sorted(means) {
  const key = (mean) => (Number.isNaN(mean) ? -Infinity : mean);
  return means.map((_, i) => i).sort((a, b) => key(means[b]) - key(means[a]) || a - b);
}

/** For each column of a grid the percentiles over its rows: one array for each part. */
export function bands(cells, rows, columns, which) {
  const bands = which.map(() => new Float32Array(columns));
  const column = new Float32Array(rows);
  for (let x = 0; x < columns; x++) {
    for (let row = 0; row < rows; row++) column[row] = cells[row * columns + x];
    percentiles(column, which).forEach((value, i) => (bands[i][x] = value));
  }
  return bands;
}
