package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.report.Comparison.Deviation;
import io.github.procfs4j.cli.report.Host.Measured;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.system.Stat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of hosts whose texts are made up: samples of {@code stat}, a second apart. */
class ComparisonTest {
  private static final int SECONDS = 60;

  @TempDir private Path directory;
  private Path empty = Path.of("");

  @BeforeEach
  void record() throws IOException {
    empty = RecordedTexts.record(directory, List.of(Map.of("uptime", "1.00 1.00\n")));
  }

  private static String cpu(String name, long busy, long all) {
    return "%s %d 0 0 %d 0 0 0 0 0 0\n".formatted(name, busy, all - busy);
  }

  /** A host with one CPU that is busy for so many percent of each second. */
  private Host host(String name, LongUnaryOperator percent) throws IOException {
    List<String> texts = new ArrayList<>();
    long busy = 0;
    for (long second = 0; second <= SECONDS; second++) {
      texts.add(
          cpu("cpu ", busy, 100 * second)
              + cpu("cpu0", busy, 100 * second)
              + "intr 0\nctxt 0\nbtime 1\nprocesses 0\nprocs_running 1\nprocs_blocked 0\n"
              + "softirq 0 0 0 0 0 0 0 0 0 0 0\n");
      busy += percent.applyAsLong(second);
    }
    Map<Compared, Measured> measured = new LinkedHashMap<>();
    Host.measure(TextsOverTime.figures(Stat.FILE, directory, texts), measured);
    try (Recording recording = Recording.open(empty)) {
      return new Host(
          name,
          "",
          "of " + name,
          WallClock.of(recording),
          0,
          SECONDS,
          measured,
          Map.of(),
          Set.of());
    }
  }

  /** Hosts that are busy for ten to twelve percent. */
  private List<Host> usual(int count) throws IOException {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int here = 10 + i % 3;
      hosts.add(host("usual" + i, second -> here));
    }
    return hosts;
  }

  private static List<String> outliers(Comparison comparison) {
    return comparison.hosts().stream()
        .filter(host -> comparison.deviations(host).stream().anyMatch(Deviation::isOutlier))
        .map(comparison::name)
        .toList();
  }

  private static Deviation busy(Comparison comparison, Host host) {
    return comparison.deviations(host).stream()
        .filter(deviation -> deviation.compared().name().equals("cpu-busy"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theHostThatDiffersComesFirstWithTheTimeSinceWhenItDoes() throws IOException {
    List<Host> hosts = usual(8);
    Host busy = host("busy", second -> second < 30 ? 10 : 95);
    hosts.add(4, busy);
    Comparison comparison = new Comparison(hosts, List.of());
    assertThat(outliers(comparison)).containsExactly("busy");
    assertThat(comparison.hosts().getFirst()).isSameAs(busy);
    Deviation deviation = busy(comparison, busy);
    assertThat(deviation.measured().mean()).isBetween(52.4, 52.6);
    assertThat(deviation.measured().peak().value()).isBetween(94.9, 95.1);
    assertThat(deviation.since()).isEqualTo(30);
    assertThat(deviation.distance()).isBetween(18.0, 19.0);
  }

  /** Ten seconds of which two are at 95 % are as far away as an outlier is: 11 + 3.5 * 4.5 %. */
  @Test
  void theTimeIsThatOfTheFirstTenSecondsWithAnUnusualMean() throws IOException {
    List<Host> hosts = usual(8);
    Host busy = host("busy", second -> second < 30 ? 9 + 2 * (second % 2) : 94 + 2 * (second % 2));
    hosts.add(busy);
    assertThat(busy(new Comparison(hosts, List.of()), busy).since()).isBetween(21.0, 24.0);
  }

  @Test
  void aHostThatDoesLessThanTheOthersIsAnOutlierWithoutATime() throws IOException {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      hosts.add(host("busy" + i, second -> 80));
    }
    Host idle = host("idle", second -> 0);
    hosts.add(idle);
    Comparison comparison = new Comparison(hosts, List.of());
    assertThat(outliers(comparison)).containsExactly("idle");
    assertThat(busy(comparison, idle).distance()).isLessThan(-Comparison.OUTLIER);
    assertThat(busy(comparison, idle).since()).isNaN();
  }

  @Test
  void aBurstOfTenSecondsIsSeenThoughTheMeanIsNot() throws IOException {
    List<Host> hosts = usual(6);
    Host burst = host("burst", second -> second >= 40 && second < 50 ? 70 : 5);
    hosts.add(burst);
    Comparison comparison = new Comparison(hosts, List.of());
    Deviation deviation = busy(comparison, burst);
    assertThat(deviation.isOutlier()).isTrue();
    assertThat(deviation.isOfMean()).isFalse();
    assertThat(deviation.measured().peak().from()).isEqualTo(40);
  }

  @Test
  void hostsThatDifferByLittleAreNoOutliers() throws IOException {
    List<Host> hosts = usual(6);
    hosts.add(host("more", second -> 20));
    assertThat(outliers(new Comparison(hosts, List.of()))).isEmpty();
  }

  @Test
  void amongTwoNoneIsUsual() throws IOException {
    Host idle = host("idle", second -> 0);
    Host busy = host("busy", second -> 100);
    Comparison comparison = new Comparison(List.of(idle, busy), List.of());
    assertThat(outliers(comparison)).isEmpty();
    assertThat(busy(comparison, busy).distance()).isNaN();
    assertThat(ComparisonText.remarks(comparison))
        .containsExactly("no outliers are looked for among fewer than 3 recordings");
  }

  @Test
  void hostsOfOneNameAreDistinguished() throws IOException {
    List<Host> hosts = usual(3);
    hosts.add(host("db", second -> 10));
    Host other = host("db", second -> 10);
    hosts.add(
        new Host(
            "db",
            "1970-01-01T00:00:01Z",
            "other",
            other.clock(),
            0,
            60,
            other.measured(),
            Map.of(),
            Set.of()));
    Comparison comparison = new Comparison(hosts, List.of());
    assertThat(comparison.hosts())
        .extracting(comparison::name)
        .containsExactlyInAnyOrder("usual0", "usual1", "usual2", "db (of db)", "db (other)");
    assertThat(comparison.hostNames()).isEqualTo(4);
    assertThat(ComparisonText.remarks(comparison))
        .containsExactly("db is the name of the host of 2 recordings: of db, other");
  }

  @Test
  void manyNamesOfSeveralRecordingsAreCounted() throws IOException {
    List<Host> hosts = new ArrayList<>();
    Host one = host("", second -> 10);
    for (int i = 0; i < 100; i++) {
      hosts.add(
          new Host(
              "h" + i / 2, "", "r" + i, one.clock(), 0, 60, one.measured(), Map.of(), Set.of()));
    }
    assertThat(ComparisonText.remarks(new Comparison(hosts, List.of())))
        .hasSize(11)
        .contains("h0 is the name of the host of 2 recordings: r0, r1")
        .contains("40 more names are those of the hosts of several recordings");
  }

  @Test
  void theTextNamesTheHostTheFigureTheTimeAndWhatElse() throws IOException {
    List<Host> hosts = usual(30);
    hosts.add(host("busy\033[2J", second -> second < 30 ? 10 : 95));
    StringWriter text = new StringWriter();
    new ComparisonText(
            new Comparison(
                hosts, List.of(new Comparison.Unread("a\033[2J.rec", "not a recording"))),
            new Output(text, 200, true),
            5)
        .print();
    String shown = text.toString().replaceAll("\033\\[[01]m", "");
    assertThat(shown)
        .doesNotContain("\033")
        .contains("Comparison of 31 recordings of 31 hosts")
        .contains("! not compared: a\\x1b[2J.rec: not a recording")
        .contains("Outliers: 1 of 31 recordings")
        .containsPattern(
            "busy\\S*  cpu-busy: 95.0 % busy, 18.7 times the usual distance above the median of"
                + " 11.0 %")
        .contains("cpu-busy ≥ 90 %  1 of 31: busy\\x1b[2J 95.0 % since ")
        .contains("and 26 more recordings; --top N shows N, --format csv or json all");
  }

  @Test
  void whatIsUsualDoesNotDependOnTheOthers() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int size = 11 + random.nextInt(30);
      double[] values = new double[size];
      for (int at = 0; at < size; at++) {
        values[at] = at < size / 2 - 2 ? Math.pow(10, 12 * random.nextDouble()) : 50;
      }
      Spread spread = Spread.of(DoubleStream.of(values), 1);
      assertThat(spread.median()).isEqualTo(50);
      assertThat(spread.scale()).isEqualTo(2.5);
    }
  }

  @Test
  void theSpreadIsThatOfTheDefinition() {
    // Median 6, distances 5 4 2 0 1 3 94: their median is 3.
    Spread spread = Spread.of(DoubleStream.of(1, Double.NaN, 2, 4, 6, 7, 9, 100), 0.001);
    assertThat(spread.known()).isEqualTo(7);
    assertThat(spread.median()).isEqualTo(6);
    assertThat(spread.scale()).isEqualTo(3 * 1.4826);
    assertThat(spread.distance(100)).isEqualTo(94 / (3 * 1.4826));
    assertThat(Spread.of(DoubleStream.of(1, 2, 10, 20), 0).median()).isEqualTo(6);
    assertThat(Spread.of(LongStream.empty().asDoubleStream(), 1).median()).isNaN();
  }

  /** docs/summary.md lists what has no rule, with the differences that do not matter. */
  @Test
  void thePageListsTheFiguresWithoutARule() throws IOException {
    String page = Files.readString(Path.of("../docs/summary.md"));
    List<String> lines =
        page.substring(page.indexOf("<!-- compared -->"), page.indexOf("<!-- /compared -->"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .toList();
    List<Compared> without =
        Compared.ALL.stream().filter(compared -> !Rules.ALL.contains(compared.rule())).toList();
    assertThat(lines).hasSameSizeAs(without);
    for (int i = 0; i < lines.size(); i++) {
      Compared compared = without.get(i);
      assertThat(lines.get(i))
          .startsWith(
              "| `%s` | %s | `%s`: "
                  .formatted(
                      compared.name(),
                      compared.rule().resource().text(),
                      compared.rule().watch().source()))
          .contains(compared.rule().watch().figures())
          .endsWith(" | %.0f %s |".formatted(compared.grain(), compared.rule().unit()));
    }
    assertThat(Compared.ALL).allMatch(compared -> Double.isFinite(compared.grain()));
  }
}
