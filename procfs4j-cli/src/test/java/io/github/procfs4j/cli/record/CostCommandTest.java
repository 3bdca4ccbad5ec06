package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.record.CostCommand.Line;
import io.github.procfs4j.cli.record.CostMeter.Cost;
import io.github.procfs4j.cli.record.CostMeter.Times;
import io.github.procfs4j.system.PrintingLocks;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procfs cost}, with texts of real kernels in regular files. */
class CostCommandTest {
  @TempDir private Path directory;

  private static Run cost(Path root, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("cost", "--root", root.toString(), "--duration", "100ms"));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  private static List<Object> json(Run run) {
    return run.lines().stream().map(Json::parse).toList();
  }

  private static double number(Object json, Object... path) {
    return Double.parseDouble((String) Json.at(json, path));
  }

  @Test
  void tellsOfEachSourceTheDearestFirst() throws IOException {
    List<Object> lines =
        json(cost(Tree.REAL, "uptime", "vmstat", "--every", "10ms", "--format", "json").isDone());

    assertThat(lines).hasSize(3);
    List<Object> sources = lines.subList(0, 2);
    assertThat(sources)
        .isSortedAccordingTo(Comparator.comparingDouble((Object line) -> -number(line, "cpu_ns")));
    for (Object line : sources) {
      Path file = Tree.REAL.resolve((String) Json.at(line, "source"));
      assertThat(number(line, "bytes")).isEqualTo((double) Files.size(file));
      assertThat(number(line, "samples")).isBetween(5.0, 2000.0);
      assertThat(number(line, "read_ns", "p50"))
          .isPositive()
          .isLessThanOrEqualTo(number(line, "read_ns", "p99"));
      assertThat(number(line, "on_top_ns", "p50"))
          .isPositive()
          .isLessThanOrEqualTo(number(line, "on_top_ns", "p99"));
      assertThat(Json.at(line, "readable")).isEqualTo(true);
      assertThat(number(line, "allocated_bytes")).isLessThan(10_000);
      assertThat(number(line, "cpu_ns"))
          .as("the mean of a sample, whose read alone takes some microseconds")
          .isBetween(500.0, 10e6);
      assertThat(number(line, "period_ns")).isEqualTo(10_000_000);
      assertThat(number(line, "cpu_percent"))
          .isBetween((number(line, "cpu_ns") - 1) / 1e5, (number(line, "cpu_ns") + 1) / 1e5);
    }
    Object together = lines.getLast();
    assertThat(number(together, "together", "wake_up_cpu_ns")).isBetween(100.0, 10e6);
    assertThat(number(together, "together", "jvm_cpu_percent")).isBetween(0.0, 800.0);
    assertThat(number(together, "together", "sources")).isEqualTo(2);
    assertThat(number(together, "together", "pace_ns"))
        .as("longer where the machine is busy")
        .isGreaterThanOrEqualTo(10_000_000);
    assertThat(number(together, "together", "cpu_percent"))
        .isCloseTo(
            sources.stream().mapToDouble(line -> number(line, "cpu_percent")).sum(),
            Offset.offset(1e-9));
  }

  @Test
  void aLongPeriodIsMeasuredAtAShorterPace() {
    List<Object> lines =
        json(cost(Tree.REAL, "stat", "--every", "1h", "--format", "json").isDone());

    assertThat(number(lines.getFirst(), "period_ns")).isEqualTo(3_600e9);
    assertThat(number(lines.getLast(), "together", "pace_ns")).isEqualTo(100_000_000);
  }

  @Test
  void theTableIsInColumns() {
    Run run = cost(Tree.REAL, "uptime", "meminfo", "--every", "20ms").isDone();

    assertThat(run.lines().get(1))
        .matches("source +bytes +p50 +p99 +p50 +p99 +mean +bytes +every 20ms");
    assertThat(run.out())
        .containsPattern("(?m)^meminfo +1,[0-9]{3}( +[0-9,]+\\.[0-9]){5} +[0-9,]+ +[0-9.]+ %$")
        .containsPattern("(?m)^together +[0-9.]+ %$")
        .containsPattern("(?m)^waking up +[0-9.]+ +[0-9.]+ %$");
  }

  @Test
  void whatCannotBeReadIsSaidALineEachAndTheRestIsMeasured() throws IOException {
    Files.copy(Tree.REAL.resolve("uptime"), directory.resolve("uptime"));

    Run all = cost(directory);
    assertThat(all.code()).isZero();
    assertThat(all.err().lines()).hasSize(Procfs.sampledFiles().size() - 1);
    assertThat(all.err()).contains("procfs: " + directory + "/stat: no such file");
    assertThat(all.out()).contains("uptime").doesNotContain("meminfo");

    Run named = cost(directory, "uptime", "stat", "--format", "json");
    assertThat(named.code()).isEqualTo(3);
    assertThat(named.err()).isEmpty();
    assertThat(Json.at(json(named).getFirst(), "readable")).isEqualTo(false);
    assertThat(Json.at(json(named).getFirst(), "outcome")).isEqualTo("absent");
    assertThat(Json.at(json(named).get(1), "source")).isEqualTo("uptime");

    assertThat(cost(directory, "stat").failed(3, "no such file").out()).isEmpty();
  }

  @Test
  void filesOfOneProcessAreMeasuredWhereItIsGiven() throws IOException {
    Files.createDirectories(directory.resolve("17"));
    Files.writeString(directory.resolve("17/statm"), "1 2 3 4 5 6 7\n", UTF_8);

    assertThat(cost(directory, "pid/statm", "--pid", "17").isDone().out()).contains("pid/statm");
    cost(directory, "pid/statm").failed(2, "--pid");
  }

  @Test
  void aWrongCommandLineIsSaid() {
    cost(Tree.REAL, "sta").failed(2, "did you mean stat?");
    cost(Tree.REAL, "stat", "stat").failed(2, "given twice");
    cost(Tree.REAL, "version").failed(2, "never changes");
    cost(Tree.REAL, "pid:1@1s").failed(2, "--every");
    cost(Tree.REAL, "stat", "--every", "1us").failed(2, "too short");
    cost(Tree.REAL, "stat", "--every", "soon").failed(2, "not a duration");
    Run.of("cost", "stat", "--duration", "0s").failed(2, "longer than 0");
    cost(Tree.REAL, "stat", "--threads").failed(2, "--threads");
  }

  @Test
  void saysWhatTheKernelHoldsAndWhereItIsSlow() {
    assertThat(CostCommand.warning(line("pagetypeinfo", 10_000)).orElseThrow())
        .contains("zone->lock")
        .doesNotContain("it takes");
    assertThat(CostCommand.warning(line("pagetypeinfo", 9_876_543)).orElseThrow())
        .contains("zone->lock")
        .endsWith("; it takes 9.9 ms here");
    assertThat(CostCommand.warning(line("stat", 999_999))).isEmpty();
    assertThat(CostCommand.warning(line("stat", 1_000_000))).contains("takes 1 ms here");
    assertThat(CostCommand.warning(line("pid:*", 50_000_000))).isEmpty();
  }

  private static Line line(String name, long readNanos) {
    return new Line(name, new Cost(1, 1, new Times(readNanos, readNanos), new Times(1, 1), 1, 0));
  }

  @Test
  void percentilesAreOfTheSamplesThemselves() {
    long[] values = IntStream.rangeClosed(-100, -1).mapToLong(i -> -i).toArray();
    assertThat(Times.of(values, 100)).isEqualTo(new Times(50, 99));
    assertThat(Times.of(values, 1)).isEqualTo(new Times(100, 100));
    assertThat(Times.of(values, 2)).isEqualTo(new Times(99, 100));
  }

  @Test
  void whatIsHeldIsSaidOfSourcesThatThereAre() {
    List<String> held =
        KnownSource.all().stream()
            .map(known -> known.source().name())
            .filter(name -> PrintingLocks.of(name).isPresent())
            .toList();
    assertThat(held)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.asList(
                "allocinfo",
                "buddyinfo",
                "interrupts",
                "locks",
                "pagetypeinfo",
                "pid/numa_maps",
                "pid/smaps",
                "pid/smaps_rollup",
                "sched_debug",
                "slabinfo",
                "sysvipc/shm",
                "timer_list",
                "zoneinfo"));
  }
}
