package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.report.PageNumbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modules of the page, each by itself, in a real browser. */
class ScriptsTest {

  @AutoClose private static Browser browser;

  @TempDir static Path directory;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
    Series series = new Series("s", new double[] {1, 2}, new float[] {1, 2});
    Chart chart = new Chart("c", "", "", Chart.Form.LINES, null, List.of(series));
    Section section = new Section("s", List.of(chart));
    browser.open(Page.of("p", List.of(new Lane("l", "L", chart, List.of(section)))), directory);
  }

  // ---- Modules

  /** A later function of the same name would silently replace the earlier one. */
  @Test
  void noTwoModulesDeclareTheSameName() throws IOException {
    List<String> names = new ArrayList<>();
    for (String module : Scripts.MODULES) {
      Pattern.compile(
              "^(?:export )?(?:async )?(?:function|class|const|let) (\\w+)", Pattern.MULTILINE)
          .matcher(PageWriter.resource(module))
          .results()
          .map((MatchResult result) -> result.group(1))
          .forEach(names::add);
    }
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names.size()).isGreaterThan(80);
  }

  /** Each name that is imported is exported there, and no module imports a later one. */
  @Test
  void whatIsImportedExistsAndComesEarlier() throws IOException {
    List<String> exported = new ArrayList<>();
    for (String module : Scripts.MODULES) {
      String text = PageWriter.resource(module);
      Pattern.compile("import \\{([^}]*)\\} from '\\./([a-z]+\\.js)';")
          .matcher(text)
          .results()
          .forEach(
              found -> {
                for (String name : found.group(1).split(",", -1)) {
                  if (!name.isBlank()) {
                    assertThat(exported).as(module).contains(found.group(2) + " " + name.strip());
                  }
                }
              });
      Pattern.compile("^export (?:async )?(?:function|class|const|let) (\\w+)", Pattern.MULTILINE)
          .matcher(text)
          .results()
          .forEach(found -> exported.add(module + " " + found.group(1)));
    }
    assertThat(Scripts.joined()).doesNotContain("\nimport ", "\nexport ");
  }

  // ---- numbers.js

  @ParameterizedTest
  @CsvSource({
    "0, B, 0 B",
    "999, B, 999 B",
    "1024, B, 1 KiB",
    "33555000000, B, 31.25 GiB",
    "2621440, B/s, 2.5 MiB/s",
    "0.00025, s, 250 µs",
    "0.0000000001, s, 0.1 ns",
    "90, s, 90 s",
    "12.3456, %, 12.35 %",
    "12345, %, 12345 %",
    "7, /s, 7/s",
    "9999, /s, 9999/s",
    "12345, /s, 12.35 k/s",
    "12345, x, 12.35 k x",
    "0.004, '', 0.004",
    "0.00095162, '', 0.00095",
    "0.05966, %, 0.05966 %",
    "18446744073709551615, B, 16 EiB",
    "18446744073709551615, '', 18.45 E",
    "NaN, B, –",
  })
  void numbersAreForPeople(String value, String unit, String expected) {
    String shown =
        browser.ask(
            "const v = Number(arguments[0]); return format({low: v, high: v, mean: v},"
                + " arguments[1])",
            value,
            unit);
    assertThat(shown.replace('\u202f', ' ')).isEqualTo(expected);
  }

  /** Texts of the report and numbers of the page show the same amount with the same unit. */
  @Test
  void unitsAreTheSameInTextsAndNumbers() {
    List<Double> sizes =
        DoubleStream.iterate(1e-7, size -> size * 1.37).limit(150).boxed().toList();
    for (String unit : List.of("bytes", "bytes/s", "ns", "µs", "ms", "s", "ms/s", "%", "/s", "x")) {
      List<String> shown =
          browser.ask(
              "const [sizes, unit, factor] = arguments;"
                  + " return sizes.map((size) => named(prefix(size * factor, unit)[1], unit))",
              sizes,
              PageNumbers.unit(unit),
              PageNumbers.factor(unit));
      assertThat(shown)
          .as(unit)
          .isEqualTo(sizes.stream().map(size -> PageNumbers.shown(unit, size)).toList());
    }
  }

  @Test
  void extremesShareThePrefixOfTheMean() {
    String shown = browser.ask("return format({low: 0, high: 2048, mean: 512}, 'B')");
    assertThat(shown).isEqualTo("0.5 (0 to 2)\u202fKiB");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 30, 0 s",
    "12.5, 0.5, 12.5 s",
    "0.0001234, 0.000001, 0.000123 s",
    "60, 1, 1:00",
    "59.9999, 0.1, 1:00.0",
    "600, 60, 10:00",
    "3723.5, 0.1, 1:02:03.5",
    "90061, 1, 1d 01:01:01",
    "90061, 3600, 1d 01:01",
  })
  void timesAreForPeople(double seconds, double step, String expected) {
    String shown = browser.ask("return elapsed(arguments[0], arguments[1])", seconds, step);
    assertThat(shown.replace('\u202f', ' ')).isEqualTo(expected);
  }

  @Test
  void labelsOfAnAxisHaveOnePrefixAndTheDecimalsOfTheStep() {
    assertThat(browser.<List<Object>>ask("return ticks([0, 250, 500, 1000], 250, '/s')"))
        .isEqualTo(List.of("0/s", "250/s", "500/s", "1000/s"));
    assertThat(browser.<List<Object>>ask("return ticks([0, 2 ** 29, 2 ** 31], 2 ** 29, 'B')"))
        .isEqualTo(List.of("0\u202fB", "0.5\u202fGiB", "2.0\u202fGiB"));
    assertThat(browser.<List<Object>>ask("return ticks([0, 0.0025, 0.005], 0.0025, 's')"))
        .isEqualTo(List.of("0\u202fs", "2.5\u202fms", "5.0\u202fms"));
  }

  /** 2026-03-28 23:58:00 in UTC, and then in India. */
  @ParameterizedTest
  @CsvSource({
    "0, 1000, 60, 100, 1, 23:59:00",
    "0, 1000, 60.25, 100, 0.01, 23:59:00.25",
    "0, 1000, 59.9999999, 100, 1, 23:59:00",
    "0, 1100, 100, 100, 1, 23:59:50",
    "0, 1000, 60, 600, 1, 2026-03-28 23:59:00",
    "0, 1000, 180, 600, 1, 2026-03-29 00:01:00",
    "19800000, 1000, 60, 600, 1, 05:29:00",
  })
  void timesOfDay(
      double offset, double pace, double seconds, double to, double step, String expected) {
    String shown =
        browser.ask(
            "const [offset, pace, t, to, step] = arguments; return timeOfDay(t,"
                + " {begin: Date.UTC(2026, 2, 28, 23, 58), offset, pace, from: 0, to}, step)",
            offset,
            pace,
            seconds,
            to,
            step);
    assertThat(shown).isEqualTo(expected);
  }

  @Test
  void aClockThatCannotBeShownIsNone() {
    assertThat(
            browser.<Boolean>ask(
                "return readClock({clock: {begin: 8.6e15, pace: 1e9, offset: 0}, from: 0, to: 1e7})"
                    + " === null && readClock({}) === null"))
        .isTrue();
  }

  // ---- reduce.js

  @Test
  void everyPixelReachesAsFarAsItsSamples() {
    // A random walk with gaps, seen as a whole, in parts, and beyond its end.
    assertThat(
            browser.<List<Object>>ask(
                """
                let seed = 1;
                const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
                const times = Float64Array.from({length: 20000}, (_, i) => (i + random() / 2) / 100);
                let level = 0;
                const values = Float32Array.from(times, () => random() < 0.02 ? NaN : level += random() - 0.5);
                const failures = [];
                for (const [from, to] of [[0, 200], [50, 150], [20, 20.5], [150, 250]]) {
                  const columns = 400;
                  const columnOf = (t) => Math.floor((t - from) * columns / (to - from));
                  const line = reduce(times, values, from, to, columns);
                  const extremes = (x, low, high) => {
                    const of = {};
                    x.forEach((t, i) => {
                      if (!(t >= from && t < to) || Number.isNaN(low[i])) return;
                      const [least, greatest] = of[columnOf(t)] ?? [Infinity, -Infinity];
                      of[columnOf(t)] = [Math.min(least, low[i]), Math.max(greatest, high[i])];
                    });
                    return of;
                  };
                  const expected = extremes(times, values, values);
                  if (JSON.stringify(expected) !== JSON.stringify(extremes(line.x, line.low, line.high)))
                    failures.push(`${from} to ${to}`);
                  if (line.lowest !== Math.min(...Object.values(expected).map(([low]) => low))) failures.push('lowest');
                  if (line.highest !== Math.max(...Object.values(expected).map(([, high]) => high))) failures.push('highest');
                  if (line.dense !== to - from > 10) failures.push('dense');
                  if (line.x.length > 2 * columns + 4) failures.push('length ' + line.x.length);
                }
                return failures;
                """))
        .isEmpty();
  }

  @Test
  void aMeanIsWeightedWithTimeOrWithWhatItIsAMeanOf() {
    // A rate of 10 for a second, then of 0 for three: 2.5 on the average, not 5.
    assertThat(
            browser.<Number>ask(
                "return summary(Float64Array.of(0, 1, 4), Float32Array.of(NaN, 10, 0), 0, 3).mean"))
        .isEqualTo(2.5);
    // A wait of 10 for one request, and of 2 for three.
    assertThat(
            browser.<Number>ask(
                "return summary(Float64Array.of(1, 2), Float32Array.of(10, 2), 0, 2,"
                    + " Float32Array.of(1, 3)).mean"))
        .isEqualTo(4L);
  }

  /** The time between two readings may be a fifth shorter or longer. */
  @Test
  void anUncertainRateReachesAsFarAsItMayBeWrong() {
    assertThat(
            browser.<List<Number>>ask(
                """
                const line = reduce(Float64Array.of(1, 2), Float32Array.of(8, 12), 0, 2, 100,
                  {spread: Float32Array.of(0.25, 0)});
                return [line.low[0], line.high[0], line.low[1], line.high[1], line.y[0]];
                """))
        .extracting(Number::doubleValue)
        .isEqualTo(List.of(8 / 1.25, 8 / 0.75, 12.0, 12.0, 8.0));
  }

  @Test
  void aSampleIsTheNearestOneAndNoneOutsideOrInAGap() {
    assertThat(
            browser.<List<Object>>ask(
                """
                const times = Float64Array.of(1, 2, 3, 4);
                const values = Float32Array.of(10, NaN, 30, 40);
                return [0.9, 1, 1.4, 1.6, 2.6, 4, 4.1].map((t) => String(values[nearest(times, t)]));
                """))
        .isEqualTo(List.of("undefined", "10", "10", "NaN", "30", "40", "undefined"));
  }

  @Test
  void aPixelHasTheMeanOfItsSamplesOrTheOneThatLasts() {
    // Four seconds in eight pixels, then in two; the third second is a gap.
    assertThat(
            browser.<List<List<String>>>ask(
                """
                const times = Float64Array.of(1, 2, 3, 4);
                const values = Float32Array.of(10, 20, NaN, 40);
                return [8, 2].map((columns) => Array.from(means(times, values, 0, 4, columns), String));
                """))
        .containsExactly(
            List.of("10", "10", "20", "20", "NaN", "NaN", "40", "40"), List.of("15", "40"));
  }

  @Test
  void percentilesAreOfWhatIsKnown() {
    assertThat(
            browser.<List<Object>>ask(
                "return percentiles(Float32Array.of(4, NaN, 1, 3, 2), [0, 0.25, 0.5, 0.95, 1])"))
        .isEqualTo(List.of(1L, 1L, 2L, 4L, 4L));
    assertThat(browser.<String>ask("return String(percentiles(Float32Array.of(NaN), [0.5]))"))
        .isEqualTo("NaN");
    // One second in ten was high: the 95th percentile is, the 90th is not.
    assertThat(
            browser.<List<Object>>ask(
                """
                const times = Float64Array.from({length: 11}, (_, i) => i);
                const values = Float32Array.from(times, (t) => t === 5 ? 100 : 1);
                return [0.5, 0.9, 0.95].map((part) => percentile(times, values, 1, 11, part));
                """))
        .isEqualTo(List.of(1L, 1L, 100L));
  }

  /** By blocks of samples, or one by one. */
  @Test
  void longArraysHaveTheSameSummariesAndPercentilesAsShortOnes() {
    assertThat(
            browser.<List<Object>>ask(
                """
                let seed = 7;
                const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
                const times = Float64Array.from({length: 10000}, (_, i) => i + random() / 2);
                const values = Float32Array.from(times, () => {
                  const kind = random();
                  return kind < 0.05 ? NaN : kind < 0.1 ? 1e12 * random() : Math.floor(random() * 50);
                });
                const weights = Float32Array.from(times, () => Math.floor(random() * 3));
                const failures = [];
                for (const of of [null, weights]) {
                  for (let i = 0; i < 300; i++) {
                    const begin = Math.floor(random() * 10000);
                    const end = begin + Math.floor(random() * (10001 - begin));
                    // Another array each time has no blocks yet; a short one never has.
                    const short = values.slice(begin, end);
                    const all = summary(times, values, begin, end, of);
                    let [low, high, sum, weight, gaps] = [Infinity, -Infinity, 0, 0, 0];
                    for (let k = begin; k < end; k++) {
                      if (Number.isNaN(values[k])) { gaps++; continue; }
                      low = Math.min(low, values[k]);
                      high = Math.max(high, values[k]);
                      const one = of ? of[k] : k > 0 ? times[k] - times[k - 1] : times[1] - times[0];
                      sum += one * values[k];
                      weight += one;
                    }
                    if (low > high) continue;
                    if (all.low !== low || all.high !== high || all.gaps !== gaps) failures.push('extremes');
                    if (weight > 0 && Math.abs(all.mean - sum / weight) > 1e-9 * Math.abs(sum / weight)) failures.push('mean');
                    const order = [...short.keys()].filter((k) => !Number.isNaN(short[k]))
                      .sort((a, b) => short[a] - short[b]);
                    const time = (k) => k + begin > 0 ? times[k + begin] - times[k + begin - 1] : times[1] - times[0];
                    const whole = order.reduce((total, k) => total + time(k), 0);
                    let passed = 0;
                    const found = order.find((k) => (passed += time(k)) >= 0.95 * whole);
                    if (percentile(times, values, begin, end, 0.95) !== short[found]) failures.push('percentile');
                  }
                  pyramids.delete(values);
                }
                return failures;
                """))
        .isEmpty();
  }

  // ---- unpack.js

  @Test
  void arraysArriveAsTheyWere() {
    double[] times = {-0.5, 0, 1e-6, 0.010001, 3_600, 700_000.25, 700_000.25};
    assertThat(browser.<List<Number>>ask(unpacking("unpackTimes(bytes)"), Packed.times(times)))
        .extracting(Number::doubleValue)
        .containsExactly(DoubleStream.of(times).boxed().toArray(Double[]::new));

    float[] different = {Float.NaN, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 1 / 3f, 1.8446744e19f};
    float[] runs = {0, 0, 0, Float.NaN, Float.NaN, 7};
    float[] one = {3, 3, 3, 3, 3, 3};
    Packed.Block block = new Packed.Block();
    List<float[]> arrays = List.of(different, runs, one, different);
    arrays.forEach(block::add);
    List<List<String>> bits =
        browser.ask(
            unpacking(
                "unpackValues(bytes, 6).map((values) =>"
                    + " Array.from(new Uint32Array(values.buffer), (bits) => bits.toString(16)))"),
            block.text());
    assertThat(bits).hasSameSizeAs(arrays);
    for (int a = 0; a < bits.size(); a++) {
      for (int i = 0; i < 6; i++) {
        assertThat(bits.get(a).get(i))
            .isEqualTo(Integer.toHexString(Float.floatToIntBits(arrays.get(a)[i])));
      }
    }
  }

  @Test
  void manyRunsAreShortAndNoArrayIsTooShort() {
    for (int length : new int[] {0, 1, 2, 300}) {
      Packed.Block block = new Packed.Block();
      block.add(new float[length]);
      List<Number> lengths =
          browser.ask(
              unpacking("unpackValues(bytes, %d).map((values) => values.length)".formatted(length)),
              block.text());
      assertThat(lengths.stream().mapToInt(Number::intValue))
          .as("%d values", length)
          .allMatch(unpacked -> unpacked == length);
    }
    Packed.Block block = new Packed.Block();
    block.add(new float[1_000_000]);
    assertThat(block.text()).hasSizeLessThan(50);
  }

  /** An expression over the bytes of a packed text, which is the only argument. */
  private static String unpacking(String expression) {
    return """
    const bytes = await inflate(arguments[0]);
    return Array.from(%s);
    """
        .formatted(expression)
        .transform(
            body -> "return (async function () {%s}).apply(null, arguments)".formatted(body));
  }

  // ---- heatmap.js

  @Test
  void aHeatmapShowsTheGreatestOfTheRowsOfAPixelAndLeavesGapsOpen() {
    // Four rows of two columns in two pixels of height; 0 is the first colour, 4 the last.
    assertThat(
            browser.<List<Object>>ask(
                """
                const cells = Float32Array.of(0, NaN, 4, NaN, 1, 2, NaN, 3);
                const colours = Uint32Array.from({length: 256}, (_, i) => i + 1);
                return Array.from(pixels(cells, 4, 2, 2, 2, 4, colours));
                """))
        .isEqualTo(List.of(256L, 0L, 65L, 192L));
  }

  @Test
  void theRampGoesFromTheFirstColourToTheLast() {
    assertThat(
            browser.<List<Object>>ask(
                "const all = ramp(['#000000', '#ff0000', '#ffffff']);"
                    + " return [all[0], all[255], all.length].map((bits) => bits.toString(16))"))
        .isEqualTo(List.of("ff000000", "ffffffff", "100"));
  }

  @Test
  void rowsAreSortedByTheirMeansUnknownOnesLast() {
    assertThat(browser.<List<Object>>ask("return sorted([1, NaN, 3, 3, 0])"))
        .isEqualTo(List.of(2L, 3L, 0L, 4L, 1L));
  }

  @Test
  void bandsAreThePercentilesOfEachColumn() {
    assertThat(
            browser.<List<Object>>ask(
                "return bands(Float32Array.of(1, 5, 2, NaN, 3, 7), 3, 2, [0, 0.5, 1])"
                    + ".map((band) => Array.from(band))"))
        .isEqualTo(List.of(List.of(1L, 5L), List.of(2L, 5L), List.of(3L, 7L)));
  }

  // ---- theme.js

  @Test
  void anEntityHasOneSlotAndThoseOfAGroupDiffer() {
    assertThat(
            browser.<List<String>>ask(
                """
                const many = Array.from({length: 32}, (_, i) => 'entity' + i);
                assign([['one', 'two'], many, ['two', 'three', 'entity5']]);
                const look = (key) => colourOf(key) + ' ' + dashOf(key);
                const before = look('two');
                assign([['three', 'two']]);
                return [...many.map(look), String(before === look('two'))];
                """))
        .doesNotHaveDuplicates()
        .endsWith("true");
  }

  @Test
  void aColourDependsOnTheIdentityAlone() {
    assertThat(browser.<Number>ask("return hash('1234 java')").longValue())
        .isEqualTo(fnv("1234 java"));
  }

  private static long fnv(String text) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    return Integer.toUnsignedLong(hash);
  }

  // ---- state.js

  @Test
  void aFragmentIsReadAsItWasWrittenAndNonsenseIsIgnored() {
    assertThat(
            browser.<Object>ask(
                """
                const key = 'a&b=c#d,%é<i>';
                return parse(`#open=cpu,disks&t=1.5,2&sel=${encodeURIComponent(key)}&q=x%20y&go=z`).sel
                  === key;
                """))
        .isEqualTo(true);
    assertThat(
            browser.<String>ask(
                "return JSON.stringify(['#', '#t=2,1', '#t=a,b', '#sel=%', '#open', '#=&&=']"
                    + ".map(parse))"))
        .isEqualTo("[{},{},{},{},{},{}]");
  }

  // ---- overview.js

  @Test
  void aDragMovesWhatIsUnderIt() {
    assertThat(
            browser.<List<Object>>ask(
                "return [[10, 100, 200, true], [98, 100, 200], [203, 100, 200], [150, 100, 200],"
                    + " [10, 100, 200]].map((of) => grip(...of))"))
        .isEqualTo(List.of("new", "from", "to", "move", "new"));
  }

  @Test
  void gapsOfTheOverviewAreThoseThatCanBeSeen() {
    assertThat(
            browser.<Object>ask(
                "return gaps([1, 2, 3, 4, 5, 6, 7], [1, NaN, NaN, 4, NaN, 6, NaN], 1.5)"))
        .isEqualTo(List.of(List.of(1L, 3L)));
  }

  /** The zero line is in view, whether values are above or below it. */
  @Test
  void aRowOfTheOverviewReachesToZero() {
    assertThat(
            browser.<Object>ask(
                """
                const times = Float64Array.of(1, 2, 3);
                const reach = (...values) => reachOf({times, values: Float32Array.of(...values)}, {});
                const of = ({low, high}) => [low, high];
                return [of(reach(-5, -3, -4)), of(reach(2, 3, 4)), of(reach(-1, 0, 4))];
                """))
        .isEqualTo(List.of(List.of(-5L, 0L), List.of(0L, 4L), List.of(-1L, 4L)));
  }

  // ---- groups.js

  /** A rectangle before the gap, and one after it. */
  @Test
  void theAreaBetweenTwoLinesIsBrokenWhereTheyAre() {
    assertThat(
            browser.<Object>ask(
                """
                const line = (...y) => ({x: y.map((_, i) => 10 * i), y});
                const at = {x: (t) => t, y: (value) => value};
                const path = between(line(1, 1, NaN, 1, 1), line(9, 9, NaN, 9, 9), at);
                const ctx = new OffscreenCanvas(50, 10).getContext('2d');
                return [[5, 5], [15, 5], [25, 5], [35, 5], [5, 9.5], [35, 0.5]].map(([x, y]) =>
                  ctx.isPointInPath(path, x, y));
                """))
        .isEqualTo(List.of(true, false, false, true, false, false));
  }

  // ---- tasks.js

  @Test
  void usageIsATotalOrTheLastValueAndItsGrowth() {
    assertThat(
            browser.<List<Object>>ask(
                """
                const times = Float64Array.of(1, 2, 4);
                const cpu = usage(times, Float32Array.of(0.5, NaN, 1), 0, 3, 1, 0);
                const memory = usage(times, Float32Array.of(NaN, 100, 300), 0, 3, 0, 0);
                const none = usage(times, Float32Array.of(NaN, NaN, NaN), 0, 3, 1, 0);
                return [cpu.key, memory.key, memory.growth, String(none.key)];
                """))
        .isEqualTo(List.of(2.5, 300L, 200L, "NaN"));
  }

  @Test
  void rowsAreOrderedByAColumnInBothDirections() {
    assertThat(
            browser.<List<Object>>ask(
                "return [ordered([3, NaN, 5, 1], (n) => n, false),"
                    + " ordered([3, NaN, 5, 1], (n) => n, true),"
                    + " ordered(['b', 'a'], (text) => text, true)].map(String)"))
        .isEqualTo(List.of("5,3,1,NaN", "1,3,5,NaN", "a,b"));
  }

  // ---- search.js

  @Test
  void aSearchFindsAllWordsInAnyOrderAndBeginningsFirst() {
    assertThat(
            browser.<List<Object>>ask(
                """
                const entries = ['my java', 'java -jar x', 'Java Garbage', 'perl'].map((name) => ({name}));
                return [find(entries, 'java'), find(entries, 'x java'), find(entries, ' ')]
                  .map((found) => found.map(({name}) => name).join('|'));
                """))
        .isEqualTo(List.of("java -jar x|Java Garbage|my java", "java -jar x", ""));
  }
}
