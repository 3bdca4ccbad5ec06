// The content of the page, from its index, and the numbers of charts, unpacked when they are needed.
import { block, unpackTimes, unpackValues } from './unpack.js';

/** The clock of the page; null if times of day are not known. */
export function readClock(index) {
  if (!index.clock) return null;
  const clock = { ...index.clock, from: index.from, to: index.to };
  const isKnown = [clock.from, clock.to].every(
    (t) => Math.abs(clock.begin + t * clock.pace + clock.offset) < 8.64e15,
  );
  return isKnown ? clock : null;
}

/** What is on the page; an empty one if the script has nothing to do. */
export function readIndex() {
  const script = document.getElementById('index');
  return script ? JSON.parse(script.textContent) : { lanes: [], marks: [] };
}

/** The identity of a series. */
export function keyOf(series) {
  return series.key ?? series.name;
}

/**
 * The numbers of a chart: the times, a list of values for each series, and what belongs to them. The
 * same object each time.
 */
export function load(chart) {
  chart.loading ??= (async () => {
    if (chart.series.length === 0) return { times: new Float64Array(0), series: [] };
    const [times, arrays] = await Promise.all([
      block(chart.times, unpackTimes),
      block(chart.block, (bytes) => unpackValues(bytes, chart.length)),
    ]);
    const count = chart.series.length;
    const spread = chart.spread ? arrays[count] : null;
    const weights = arrays.slice(count + (spread ? 1 : 0));
    chart.data = {
      times,
      spread,
      series: chart.series.map((series, i) => ({
        values: arrays[i] ?? new Float32Array(0),
        weights: series.weight === undefined ? null : weights[series.weight],
      })),
    };
    return chart.data;
  })();
  return chart.loading;
}

/** The numbers of processes by a measure. */
export function loadMeasure(tasks, measure) {
  measure.loading ??= (async () => {
    const [times, arrays] = await Promise.all([
      block(tasks.times, unpackTimes),
      block(measure.block, (bytes) => unpackValues(bytes, tasks.length)),
    ]);
    measure.data = { times, arrays };
    return measure.data;
  })();
  return measure.loading;
}
