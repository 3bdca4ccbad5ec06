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

/** Up to this number of processes or threads the other charts show all of them. */
const FEW_TASKS = 8;

/** The greatest number of rows of such a chart. */
const MOST_TASKS = 1000;

/**
 * A chart of all processes in a table, and one of all threads, by its first measure. Their numbers
 * are those of the table.
 */
export function chartsOfTasks(title, tasks) {
  const [measure] = tasks.measures;
  const all = tasks.rows.map((row, index) => ({ ...row, index }));
  return ['process', 'thread']
    .map((kind) => ({
      kind,
      rows: all.filter((row) => Boolean(row.thread) === (kind === 'thread')),
    }))
    .filter(({ rows }) => measure && rows.length > FEW_TASKS)
    .map(({ kind, rows }) => {
      const shown = rows.slice(0, MOST_TASKS);
      const left = rows.length - shown.length;
      return {
        id: `${title}/each ${kind}`,
        title: `each ${kind}: ${measure.name}`,
        unit: measure.unit,
        note: measure.note + (left > 0 ? ` The table has ${left} more.` : ''),
        form: 'rows',
        series: shown.map(({ key, name }) => ({ key, name })),
        from: { tasks, measure, indices: shown.map(({ index }) => index) },
      };
    });
}

async function loadFromTable({ tasks, measure, indices }) {
  const { times, arrays, spread } = await loadMeasure(tasks, measure);
  return { times, spread, series: indices.map((i) => ({ values: arrays[i], weights: null })) };
}

/**
 * The numbers of a chart: the times, a list of values for each series, and what belongs to them. The
 * same object each time.
 */
export function load(chart) {
  chart.loading ??= (async () => {
    if (chart.series.length === 0) return { times: new Float64Array(0), series: [] };
    if (chart.from) return loadFromTable(chart.from);
    const [times, arrays] = await Promise.all([
      block(chart.times, unpackTimes),
      block(chart.block, (bytes) => unpackValues(bytes, chart.length)),
    ]);
    const count = chart.series.length;
    const spread = chart.spread ? arrays[count] : null;
    const weights = arrays.slice(count + (spread ? 1 : 0));
    return {
      times,
      spread,
      series: chart.series.map((series, i) => ({
        values: arrays[i] ?? new Float32Array(0),
        weights: series.weight === undefined ? null : weights[series.weight],
      })),
    };
  })();
  return chart.loading;
}

/** The numbers of processes by a measure. */
export function loadMeasure(tasks, measure) {
  measure.loading ??= (async () => {
    const isUncertain = measure.rate && tasks.spread !== undefined;
    const unpack = (bytes) => unpackValues(bytes, tasks.length);
    const [times, arrays, spreads] = await Promise.all([
      block(tasks.times, unpackTimes),
      block(measure.block, unpack),
      isUncertain ? block(tasks.spread, unpack) : [null],
    ]);
    measure.data = { times, arrays, spread: spreads[0] };
    return measure.data;
  })();
  return measure.loading;
}
