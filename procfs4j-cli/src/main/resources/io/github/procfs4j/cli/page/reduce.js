// From samples to what fits the pixels.

/** The index of the first time that is not before t. */
export function indexOf(times, t) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How long a value lasted: since the sample before, the first one as long as the second. */
function lasted(times, i) {
  if (times.length < 2) return 0;
  return i > 0 ? times[i] - times[i - 1] : times[1] - times[0];
}

// ---- Sums of blocks

/** How many samples, or blocks below it, a block has. */
const BLOCK = 16;

/** Arrays that are shorter are summed up sample by sample. */
const LONG = 2048;

/** The blocks of long arrays, by the array: of 16 samples, of 256, and so on. */
const pyramids = new WeakMap();

/** What has been added up by `addSamples` and `addBlocks`; one object, as this is done very often. */
const sums = { low: 0, high: 0, count: 0, sum: 0, weight: 0, weighted: 0 };

function clearSums() {
  sums.low = Infinity;
  sums.high = -Infinity;
  sums.count = sums.sum = sums.weight = sums.weighted = 0;
}

function addSamples(times, values, begin, end, weights) {
  let { low, high, count, sum, weight, weighted } = sums;
  for (let i = begin; i < end; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    const of = weights ? weights[i] : lasted(times, i);
    count++;
    sum += value;
    if (!(of > 0)) continue;
    weight += of;
    weighted += of * value;
  }
  sums.low = low;
  sums.high = high;
  sums.count = count;
  sums.sum = sum;
  sums.weight = weight;
  sums.weighted = weighted;
}

function addBlocks(level, begin, end) {
  for (let i = begin; i < end; i++) {
    if (level.low[i] < sums.low) sums.low = level.low[i];
    if (level.high[i] > sums.high) sums.high = level.high[i];
    sums.count += level.count[i];
    sums.sum += level.sum[i];
    sums.weight += level.weight[i];
    sums.weighted += level.weighted[i];
  }
}

/** The blocks of an array, the smallest first; none if it is short. */
function levelsOf(times, values, weights) {
  if (values.length < LONG) return [];
  let levels = pyramids.get(values);
  if (levels) return levels;
  levels = [];
  for (let size = BLOCK; size <= values.length / BLOCK; size *= BLOCK) {
    const below = levels.at(-1);
    const length = Math.floor(values.length / size);
    const level = { size };
    for (const name of Object.keys(sums)) level[name] = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      clearSums();
      if (below) addBlocks(below, i * BLOCK, (i + 1) * BLOCK);
      else addSamples(times, values, i * size, (i + 1) * size, weights);
      for (const name of Object.keys(sums)) level[name][i] = sums[name];
    }
    levels.push(level);
  }
  pyramids.set(values, levels);
  return levels;
}

/** Adds up the samples from one index to another, by the largest blocks that fit. */
function addRange(times, values, begin, end, weights, levels, height) {
  const level = levels[height];
  const size = level?.size ?? 1;
  const first = Math.ceil(begin / size);
  const last = Math.floor(end / size);
  if (!level || first >= last) {
    if (height < 0) addSamples(times, values, begin, end, weights);
    else addRange(times, values, begin, end, weights, levels, height - 1);
    return;
  }
  if (begin < first * size) {
    addRange(times, values, begin, first * size, weights, levels, height - 1);
  }
  addBlocks(level, first, last);
  if (last * size < end) addRange(times, values, last * size, end, weights, levels, height - 1);
}

/** Adds up the samples from one index to another, and nothing else; returns their mean. */
function addUp(times, values, begin, end, weights, levels) {
  clearSums();
  if (end - begin < 2 * BLOCK) addSamples(times, values, begin, end, weights);
  else addRange(times, values, begin, end, weights, levels, levels.length - 1);
  if (sums.count === 0) return NaN;
  return sums.weight > 0 ? sums.weighted / sums.weight : sums.sum / sums.count;
}

/**
 * What the samples from one index to another amount to. The mean is weighted by the given weights,
 * or with the time from the sample before, so that for rates it is the rate over the whole time.
 * Without samples all are NaN. The arrays must not change.
 */
export function summary(times, values, begin, end, weights = null) {
  const isLong = end - begin >= 2 * BLOCK;
  const levels = isLong ? levelsOf(times, values, weights) : [];
  const mean = addUp(times, values, begin, end, weights, levels);
  const { low, high, count } = sums;
  if (count === 0) return { low: NaN, high: NaN, mean: NaN, gaps: end - begin };
  return { low, high, mean, gaps: end - begin - count };
}

/** Whether all values are the same, so that there is nothing to draw. */
export function isFlat(times, values) {
  const { low, high, gaps } = summary(times, values, 0, times.length);
  return low === high && gaps === 0 && times.length > 1;
}

/** Whether there are so many samples in a span that a pixel has several. */
export function isDense(times, from, to, columns) {
  return indexOf(times, to) - indexOf(times, from) > 2 * columns;
}

/** The greatest part by which a value from one index to another may be wrong; less than one. */
function widest(spread, begin, end) {
  let most = 0;
  for (let i = begin; i < end; i++) if (spread[i] > most) most = spread[i];
  return Math.min(most, 0.99);
}

// ---- The samples of each pixel

/** For how many spans and widths the samples of pixels are kept. */
const KEPT_SPANS = 4;

/** The samples of the pixels of the last spans, by the array of times, which many series share. */
const keptPixels = new WeakMap();

/**
 * The samples of each pixel of a span: pixel i has those from ends[i] to ends[i + 1], and its middle
 * is at x[i]. One sample or pixel before and after the span is included. If there are few samples,
 * each counts as a pixel. `spreads` are the greatest uncertainties of each pixel, by their array.
 */
function pixelsOf(times, from, to, columns) {
  let kept = keptPixels.get(times);
  if (!kept) keptPixels.set(times, (kept = []));
  const known = kept.find((one) => one.from === from && one.to === to && one.columns === columns);
  if (known) return known;
  const dense = isDense(times, from, to, columns);
  const width = (to - from) / columns;
  let last = indexOf(times, to + width);
  if (last < times.length) last++;
  const first = Math.max(0, indexOf(times, from - width) - 1);
  // Rounding may divide the samples of a pixel in two.
  const most = dense ? Math.min(last - first, 2 * columns + 8) : last - first;
  const x = new Float64Array(most);
  const ends = new Int32Array(most + 1);
  let count = 0;
  ends[0] = first;
  for (let i = first, next; i < last; i = next) {
    next = i + 1;
    x[count] = times[i];
    if (dense) {
      const column = Math.floor((times[i] - from) / width) - (times[i] === to ? 1 : 0);
      const edge = from + (column + 1) * width;
      while (next < last && times[next] < edge) next++;
      x[count] = from + (column + 0.5) * width;
    }
    ends[++count] = next;
  }
  const pixels = { from, to, columns, dense, count, x, ends, spreads: new Map() };
  kept.unshift(pixels);
  kept.length = Math.min(kept.length, KEPT_SPANS);
  return pixels;
}

/** The greatest uncertainty of each pixel. */
function widestOf(pixels, spread) {
  let most = pixels.spreads.get(spread);
  if (!most) {
    const { count, ends } = pixels;
    most = new Float64Array(count);
    for (let i = 0; i < count; i++) most[i] = widest(spread, ends[i], ends[i + 1]);
    pixels.spreads.set(spread, most);
  }
  return most;
}

/**
 * What to draw of a series from one time to another, `columns` pixels wide: a line through `x` and
 * `y`, broken where `y` is NaN. Where a pixel has several samples, the line goes through their
 * mean, and `low` and `high` are their extremes, so that none is lost; a gap, however short, breaks
 * the line. Otherwise it goes through the samples. One sample or pixel before and after the span
 * leads the line in and out. `lowest` and `highest` are the extremes within the span. If `spread`
 * is given, `low` and `high` include by which part of itself each rate may be too high or too low.
 */
export function reduce(times, values, from, to, columns, { weights = null, spread = null } = {}) {
  const pixels = pixelsOf(times, from, to, columns);
  const { dense, count, ends } = pixels;
  const spreads = spread ? widestOf(pixels, spread) : null;
  const levels = dense ? levelsOf(times, values, weights) : [];
  // Each pixel may be followed by a gap, and preceded by one.
  const room = 3 * count;
  const [x, y, lows, highs] = [0, 1, 2, 3].map(() => new Float64Array(room));
  let length = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  const cut = () => {
    if (length === 0 || Number.isNaN(y[length - 1])) return;
    x[length] = y[length] = lows[length] = highs[length] = NaN;
    length++;
  };
  for (let i = 0; i < count; i++) {
    const end = ends[i + 1];
    let first = ends[i];
    while (first < end && !Number.isFinite(values[first])) first++;
    if (first > ends[i]) cut();
    if (first === end) continue;
    let low = values[first];
    let high = low;
    let middle = low;
    let gaps = 0;
    if (end > first + 1) {
      middle = addUp(times, values, first, end, weights, levels);
      low = sums.low;
      high = sums.high;
      gaps = end - first - sums.count;
    }
    if (spreads) {
      const part = first === ends[i] ? spreads[i] : widest(spread, first, end);
      low /= 1 + part;
      high /= 1 - part;
    }
    x[length] = pixels.x[i];
    y[length] = middle;
    lows[length] = low;
    highs[length] = high;
    length++;
    if (pixels.x[i] >= from && pixels.x[i] <= to) {
      if (low < lowest) lowest = low;
      if (high > highest) highest = high;
    }
    if (gaps > 0) cut();
  }
  if (lowest > highest) {
    // Without a sample within the span, what is seen of the line lies between its neighbours.
    for (let i = 0; i < length; i++) {
      if (y[i] < lowest) lowest = y[i];
      if (y[i] > highest) highest = y[i];
    }
  }
  const [xs, ys, low, high] = [x, y, lows, highs].map((all) => all.subarray(0, length));
  return { x: xs, y: ys, low, high, dense, lowest, highest };
}

/** The index of the nearest sample; -1 outside of the samples. */
export function nearest(times, t) {
  const after = indexOf(times, t);
  if (after === times.length || (after === 0 && t < times[0])) return -1;
  return after > 0 && t - times[after - 1] < times[after] - t ? after - 1 : after;
}

/**
 * The indices of the samples in each of `columns` pixels from one time to another: those of pixel i
 * are from cuts[i] to cuts[i + 1]. A value lasts from the sample before until its own time, so what
 * was measured at the beginning lasted before.
 */
export function cuts(times, from, to, columns) {
  const width = (to - from) / columns;
  const cuts = new Int32Array(columns + 1);
  cuts[0] = indexOf(times, from);
  if (times[cuts[0]] === from && times.length > 1) cuts[0]++;
  for (let column = 0; column < columns; column++) {
    const edge = column === columns - 1 ? to : from + (column + 1) * width;
    let end = Math.max(cuts[column], indexOf(times, edge));
    if (times[end] === edge) end++;
    cuts[column + 1] = end;
  }
  return cuts;
}

/**
 * The mean of a series in each of `columns` pixels from one time to another, NaN where there is none.
 * A pixel without a sample has the value that lasts there.
 */
export function means(times, values, from, to, columns, weights = null, into = null, at = null) {
  const means = into ?? new Float32Array(columns);
  const width = (to - from) / columns;
  const ends = at ?? cuts(times, from, to, columns);
  for (let column = 0; column < columns; column++) {
    const begin = ends[column];
    const end = ends[column + 1];
    if (end > begin) {
      means[column] =
        end === begin + 1 ? values[begin] : summary(times, values, begin, end, weights).mean;
    } else {
      // Between two samples: what the later one says of the time since the earlier one.
      const since = begin > 0 ? times[begin - 1] : 2 * times[0] - times[1];
      const edge = from + (column + 1) * width;
      means[column] = begin < times.length && edge > since ? values[begin] : NaN;
    }
  }
  return means;
}

/** Sorts numbers, and returns those at these parts of them: 0 the least, 1 the greatest. */
export function percentiles(numbers, parts) {
  const sorted = numbers.filter((number) => !Number.isNaN(number)).sort((a, b) => a - b);
  return parts.map((part) =>
    sorted.length === 0 ? NaN : sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)],
  );
}

/** How many parts the range of values is divided into, and how many values are sorted. */
const BINS = 1024;
const FEW = 256;

/**
 * The percentile of the samples from one index to another, weighted with their times: the least value
 * up to which there is that part of the time. Narrows down the range of values, as sorting
 * many takes too long.
 */
export function percentile(times, values, begin, end, part) {
  const isEven = times.length < 2;
  const weight = (i) => (isEven ? 1 : lasted(times, i));
  let all = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = begin; i < end; i++) {
    if (!Number.isFinite(values[i])) continue;
    all += weight(i);
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  if (low > high) return NaN;
  let target = part * all;
  const bins = new Float64Array(BINS);
  const counts = new Uint32Array(BINS);
  const lows = new Float64Array(BINS);
  const highs = new Float64Array(BINS);
  while (low < high) {
    const width = (high - low) / BINS;
    if (!(width > 0) || !Number.isFinite(width)) return high;
    bins.fill(0);
    counts.fill(0);
    lows.fill(Infinity);
    highs.fill(-Infinity);
    for (let i = begin; i < end; i++) {
      const value = values[i];
      if (!(value >= low && value <= high)) continue;
      const bin = Math.min(BINS - 1, Math.floor((value - low) / width));
      bins[bin] += weight(i);
      counts[bin]++;
      if (value < lows[bin]) lows[bin] = value;
      if (value > highs[bin]) highs[bin] = value;
    }
    let bin = 0;
    let last = 0;
    while (bin < BINS && (counts[bin] === 0 || bins[bin] < target * (1 - 1e-12))) {
      if (counts[bin] > 0) last = bin;
      target -= bins[bin++];
    }
    if (bin === BINS) return highs[last]; // rounding errors of the sums
    [low, high] = [lows[bin], highs[bin]];
    if (counts[bin] <= FEW) break;
  }
  if (low === high) return low;
  const order = [];
  for (let i = begin; i < end; i++) if (values[i] >= low && values[i] <= high) order.push(i);
  order.sort((a, b) => values[a] - values[b]);
  for (const i of order) {
    target -= weight(i);
    if (target <= 1e-12 * all) return values[i];
  }
  return high;
}
