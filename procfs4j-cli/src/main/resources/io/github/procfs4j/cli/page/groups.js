// Groups of runs: of each group the middle half as a band, below the lines of its runs.

/** The least and the greatest of what is drawn of bands, and their lines, by group. */
export function bandsOf(all) {
  const bands = new Map();
  for (const series of all) {
    if (series.part !== 'low' && series.part !== 'high') continue;
    if (!bands.has(series.group)) bands.set(series.group, {});
    bands.get(series.group)[series.part] = series;
  }
  return bands;
}

/** Whether a series is drawn as a line; the edges of bands are not. */
export function isLine({ part }) {
  return part !== 'low' && part !== 'high';
}

/** The path of the area between two lines that have the same times and the same gaps. */
export function between(low, high, at) {
  const path = new Path2D();
  const length = Math.min(low.x.length, high.x.length);
  let begin = 0;
  for (let i = 0; i <= length; i++) {
    if (i < length && !Number.isNaN(low.y[i]) && !Number.isNaN(high.y[i])) continue;
    if (i > begin) {
      path.moveTo(at.x(low.x[begin]), at.y(low.y[begin]));
      for (let k = begin + 1; k < i; k++) path.lineTo(at.x(low.x[k]), at.y(low.y[k]));
      for (let k = i - 1; k >= begin; k--) path.lineTo(at.x(high.x[k]), at.y(high.y[k]));
      path.closePath();
    }
    begin = i + 1;
  }
  return path;
}
