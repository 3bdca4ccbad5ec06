// From samples to what fits the pixels.

/** The index of the first time that is not before t. */
function indexOf(times, t) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What the samples from one index to another amount to. The mean is weighted with the time from the
 * sample before, so that for rates it is the rate over the whole time. Without samples all are NaN.
 */
function summary(times, values, begin, end) {
  let low = Infinity;
  let high = -Infinity;
  let count = 0;
  let sum = 0;
  let weight = 0;
  let weighted = 0;
  for (let i = begin; i < end; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    const time = i > 0 ? times[i] - times[i - 1] : 0;
    count++;
    sum += value;
    weight += time;
    weighted += time * value;
  }
  if (count === 0) return { low: NaN, high: NaN, mean: NaN, gaps: end - begin };
  return {
    low,
    high,
    mean: weight > 0 ? weighted / weight : sum / count,
    gaps: end - begin - count,
  };
}

/** Whether there are so many samples in a span that a pixel has several. */
function isDense(times, from, to, columns) {
  return indexOf(times, to) - indexOf(times, from) > 2 * columns;
}

/**
 * What to draw of a series from one time to another, `columns` pixels wide: a line through `x` and
 * `y`, broken where `y` is NaN. Where a pixel has several samples, the line goes through their
 * mean, and `low` and `high` are their extremes, so that none is lost; a gap, however short, breaks
 * the line. Otherwise it goes through the samples. One sample or pixel before and after the span
 * leads the line in and out. `lowest` and `highest` are the extremes within the span.
 */
function reduce(times, values, from, to, columns) {
  const line = {
    x: [],
    y: [],
    low: [],
    high: [],
    dense: isDense(times, from, to, columns),
    lowest: Infinity,
    highest: -Infinity,
  };
  const width = (to - from) / columns;
  const cut = () => {
    if (line.y.length === 0 || Number.isNaN(line.y.at(-1))) return;
    line.x.push(NaN);
    line.y.push(NaN);
    line.low.push(NaN);
    line.high.push(NaN);
  };
  const reach = (low, high) => {
    if (low < line.lowest) line.lowest = low;
    if (high > line.highest) line.highest = high;
  };

  let end = indexOf(times, to + width);
  if (end < times.length) end++;
  for (let i = Math.max(0, indexOf(times, from - width) - 1), next; i < end; i = next) {
    next = i + 1;
    let x = times[i];
    if (line.dense) {
      const column = Math.floor((x - from) / width) - (x === to ? 1 : 0);
      const edge = from + (column + 1) * width;
      while (next < end && times[next] < edge) next++;
      x = from + (column + 0.5) * width;
    }
    let first = i;
    while (first < next && !Number.isFinite(values[first])) first++;
    if (first > i) cut();
    if (first === next) continue;
    const { low, high, mean, gaps } = summary(times, values, first, next);
    line.x.push(x);
    line.y.push(line.dense ? mean : values[i]);
    line.low.push(low);
    line.high.push(high);
    if (x >= from && x <= to) reach(low, high);
    if (gaps > 0) cut();
  }
  // Without a sample within the span, what is seen of the line lies between its neighbours.
  if (line.lowest > line.highest) line.y.forEach((y) => reach(y, y));
  return line;
}

/** The index of the nearest sample; -1 outside of the samples. */
function nearest(times, t) {
  const after = indexOf(times, t);
  if (after === times.length || (after === 0 && t < times[0])) return -1;
  return after > 0 && t - times[after - 1] < times[after] - t ? after - 1 : after;
}
