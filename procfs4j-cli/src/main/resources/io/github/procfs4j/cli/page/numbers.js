// Numbers and times as a person reads them.

// The prefixes of each kind of unit: the factor, the name, and the least number that is written so.
// Units.java has the same for the table that sums up.
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'].map((name, i) => [
  1000 ** i,
  name,
  i === 1 ? 1e4 : 1000 ** i,
]);
export const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((name, i) => [
  1024 ** i,
  name,
  1000 * 1024 ** (i - 1),
]);
const SECONDS = [
  [1e-9, 'n', 1e-9],
  [1e-6, 'µ', 1e-6],
  [1e-3, 'm', 1e-3],
  [1, '', 1],
];
const NONE = [[1, '', 0]];

export function prefixes(unit) {
  if (/^B(\/|$)/.test(unit)) return BINARY;
  if (/^s(\/|$)/.test(unit)) return SECONDS;
  return unit === '%' ? NONE : DECIMAL;
}

/** The factor and the name of the prefix for a number of this size. */
export function prefix(size, unit) {
  const all = prefixes(unit);
  if (size === 0) return [1, ''];
  return all.findLast(([, , from]) => 0.99995 * from <= size) ?? all[0];
}

/** The unit with its prefix: /s, k/s, KiB, k pages. */
export function named(name, unit) {
  const isWord = prefixes(unit) === DECIMAL && name !== '' && /^[^/]/.test(unit);
  return name + (isWord ? ' ' : '') + unit;
}

/** 5/s, 5 k/s, 5 KiB. */
function withUnit(number, name, unit) {
  const symbol = named(name, unit);
  return number + (symbol === '' || symbol.startsWith('/') ? '' : '\u202f') + symbol;
}

/**
 * What the legend shows: a number to four digits, or as many as given, or, if they differ, a mean and the extremes, all
 * with one prefix: 12.5 (0 to 100) %.
 */
export function format({ low, high, mean }, unit, precision = 4) {
  if (!Number.isFinite(mean)) return '–';
  const [factor, name] = prefix(Math.max(Math.abs(low), Math.abs(high)), unit);
  const digits = (value) => {
    const number = value / factor;
    const size = Math.abs(number);
    // Less than a thousandth has so many zeros that it gets fewer digits.
    const shown = size < 1e-3 ? Math.min(2, precision) : precision;
    return String(size >= 1000 ? Math.round(number) : +number.toPrecision(shown));
  };
  const range = digits(low) === digits(high) ? '' : ` (${digits(low)} to ${digits(high)})`;
  return withUnit(digits(mean) + range, name, unit);
}

/** The labels of an axis, all with one prefix and with as many decimals as the step needs. */
export function ticks(values, step, unit) {
  // Not before 2 k: 500, 1000, 1500 reads better than 0.5 k, 1.0 k, 1.5 k.
  const [factor, name] = prefix(Math.max(...values.map(Math.abs)) / 2, unit);
  let decimals = 0;
  while (decimals < 6 && Math.abs(((step / factor) * 10 ** decimals) % 1) > 1e-6) decimals++;
  return values.map((value) =>
    value === 0
      ? withUnit('0', '', unit)
      : withUnit((value / factor).toFixed(decimals), name, unit),
  );
}

/** Seconds since the beginning as a person reads them, to the given step. */
export function elapsed(t, step) {
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  const sign = t < 0 ? '−' : '';
  const units = Math.round(Math.abs(t) * 10 ** decimals);
  const whole = Math.floor(units / 10 ** decimals);
  const rest = decimals ? '.' + String(units % 10 ** decimals).padStart(decimals, '0') : '';
  const two = (n) => String(n).padStart(2, '0');
  if (whole < 60) return `${sign}${whole}${rest}\u202fs`;
  const [days, hours, minutes] = [
    Math.floor(whole / 86400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  const clock = `${two(minutes)}:${two(whole % 60)}${rest}`;
  if (days) return `${sign}${days}d ${two(hours)}:${step < 60 ? clock : two(minutes)}`;
  return sign + (hours ? `${hours}:${clock}` : clock.replace(/^0/, ''));
}

/**
 * What the clock showed at that time, if it is known, to the given step: with the date if that
 * changed meanwhile.
 */
export function timeOfDay(t, clock, step = 1) {
  if (!clock) return '';
  const shown = (t) => new Date(clock.begin + t * clock.pace + clock.offset);
  const decimals = step < 1 ? Math.min(3, Math.ceil(-Math.log10(step) - 1e-9)) : 0;
  // Rounded, not truncated: 12:00:00 minus a rounding error is not 11:59:59.
  const unit = 1000 / 10 ** decimals;
  const time = new Date(Math.round(shown(t).getTime() / unit) * unit);
  if (Number.isNaN(time.getTime())) return '';
  const [date, rest] = time.toISOString().split('T');
  const end = 8 + (decimals && decimals + 1);
  const isOneDay =
    shown(clock.from).toISOString().slice(0, 10) === shown(clock.to).toISOString().slice(0, 10);
  return (isOneDay ? '' : `${date} `) + rest.slice(0, end);
}

/** The time of day, and in parentheses the time since the beginning; or only that. */
export function when(t, clock, step) {
  const time = timeOfDay(t, clock, step);
  return time ? `${time} (+${elapsed(t, step)})` : elapsed(t, step);
}

/** Between the labels of the axis of time. */
export const TIME_STEPS = [
  ...[1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1].flatMap((step) => [step, 2 * step, 5 * step]),
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3600),
  ...[1, 2, 5, 10, 20, 50, 100].map((days) => days * 86400),
];

/** Between the labels of an axis of bytes. */
export const BINARY_STEPS = Array.from({ length: 70 }, (_, i) => 2 ** i);
