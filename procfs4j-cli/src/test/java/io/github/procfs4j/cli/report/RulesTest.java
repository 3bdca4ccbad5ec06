package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.Cgroups;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each rule is met at its threshold and not below it. The texts are made up; those of a quiet
 * machine are real ones that do not change, except that time passes.
 */
class RulesTest {
  private static final int SECONDS = 20;
  private static final String TREE = "amd64-6.1-smp1";

  /** The rules about processes, which {@code StagedProblemsTest} tests with real ones. */
  private static final Set<String> OF_PROCESSES =
      Set.of("cpu-process", "cpu-thread", "cpu-gc", "memory-growth");

  @TempDir private Path directory;

  /**
   * A rule, and what its file contains.
   *
   * @param at a number at which the rule is met
   * @param below a number at which it is not
   * @param texts the text of each second, for a number
   */
  record Case(
      String rule, String file, long at, long below, LongFunction<LongFunction<String>> texts) {
    @Override
    public String toString() {
      return rule;
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("cpu-busy", "stat", 90, 89, n -> s -> stat(s, n, n, 0, 0, 1)),
          new Case("cpu-steal", "stat", 10, 9, n -> s -> stat(s, 0, 0, n, 0, 1)),
          new Case("cpu-throttled", "cgroup/cpu", 25, 24, n -> s -> throttled(100 * s, n * s)),
          new Case("cpu-queue", "stat", 4, 3, n -> s -> stat(s, 0, 0, 0, 0, n)),
          new Case("cpu-forks", "stat", 100, 99, n -> s -> stat(s, 0, 0, 0, n, 1)),
          new Case("cpu-hot", "stat", 90, 89, n -> s -> stat(s, n, 0, 0, 0, 1)),
          new Case(
              "memory-used",
              "meminfo",
              90,
              89,
              n ->
                  s ->
                      "MemTotal: %d kB\nMemFree: 0 kB\nMemAvailable: %d kB\n"
                          .formatted(100_000, 1_000 * (100 - n))),
          new Case("memory-oom", "vmstat", 1, 0, n -> s -> "oom_kill " + once(n, s) + "\n"),
          new Case("memory-swap-in", "vmstat", 10, 9, n -> s -> "pswpin " + n * s + "\n"),
          new Case("memory-reclaim", "vmstat", 256, 255, n -> s -> "pgscan_direct " + n * s + "\n"),
          new Case("disk-busy", "diskstats", 700, 699, n -> s -> disk(n * s, 0)),
          new Case("disk-queue", "diskstats", 2_000, 1_999, n -> s -> disk(0, n * s)),
          new Case("net-errors", "net/dev", 1, 0, n -> s -> device(once(n, s), 0)),
          new Case(
              "net-drops", "net/dev", SECONDS, 1, n -> s -> device(0, n == 1 ? once(n, s) : s)),
          new Case("net-retransmits", "net/snmp", 10, 9, n -> s -> tcp(990 * s, n * s)),
          new Case(
              "net-listen",
              "net/netstat",
              1,
              0,
              n -> s -> "TcpExt: ListenOverflows\nTcpExt: " + once(n, s) + "\n"),
          new Case("net-backlog", "net/softnet_stat", 1, 0, n -> s -> softnet(once(n, s))),
          new Case("lock-waiters", "locks", 1, 0, n -> s -> locks(n)),
          new Case("stall-cpu", "pressure/cpu", 150_000, 149_000, n -> s -> stall("some", n * s)),
          new Case(
              "stall-memory", "pressure/memory", 150_000, 149_000, n -> s -> stall("some", n * s)),
          new Case("stall-io", "pressure/io", 50_000, 49_000, n -> s -> stall("full", n * s)),
          new Case("stall-irq", "pressure/irq", 50_000, 49_000, n -> s -> stall("full", n * s)));

  /** Two CPUs: the percentages for which each is busy and stolen, forks a second, running tasks. */
  private static String stat(
      long second, long first, long other, long steal, long forks, long running) {
    return cpu("cpu ", second * (first + other), 2 * second * steal, 200 * second)
        + cpu("cpu0", second * first, second * steal, 100 * second)
        + cpu("cpu1", second * other, second * steal, 100 * second)
        + "intr 0\nctxt 0\nbtime 1\nprocesses %d\nprocs_running %d\nprocs_blocked 0\n"
            .formatted(second * forks, running)
        + "softirq 0 0 0 0 0 0 0 0 0 0 0\n";
  }

  private static String cpu(String name, long busy, long steal, long all) {
    return "%s %d 0 0 %d 0 0 0 %d 0 0\n".formatted(name, busy, all - busy - steal, steal);
  }

  /** An event in the middle. */
  private static long once(long count, long second) {
    return second > SECONDS / 2 ? count : 0;
  }

  private static String disk(long millis, long weighted) {
    return "   8  0 sda 0 0 0 0 0 0 0 0 0 %d %d 0 0 0 0 0 0\n".formatted(millis, weighted);
  }

  private static String device(long errors, long drops) {
    return """
    Inter-|   Receive                                                |  Transmit
     face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      eth0: 0 0 %d %d 0 0 0 0 0 0 0 0 0 0 0 0
    """
        .formatted(errors, drops);
  }

  private static String throttled(long periods, long throttled) {
    return "nr_periods %d\nnr_throttled %d\n".formatted(periods, throttled);
  }

  private static String tcp(long sent, long again) {
    return "Tcp: OutSegs RetransSegs\nTcp: %d %d\n".formatted(sent, again);
  }

  private static String softnet(long dropped) {
    return "00000000 %08x 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
            .formatted(dropped)
        + "00000000 00000000 00000000\n";
  }

  private static String locks(long waiters) {
    String lock = "FLOCK  ADVISORY  WRITE %d 08:01:5 0 EOF\n";
    return "1: "
        + lock.formatted(7)
        + LongStream.range(0, waiters)
            .mapToObj(i -> "1: -> " + lock.formatted(8 + i))
            .collect(Collectors.joining());
  }

  private static String stall(String line, long micros) {
    return "%s avg10=0.00 avg60=0.00 avg300=0.00 total=%d\n".formatted(line, micros);
  }

  private static SampledFile<?> file(String name) {
    return Procfs.sampledFiles().stream()
        .filter(file -> file.source().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private MachineSummary empty() throws IOException {
    Path file = RecordedTexts.record(directory, List.of(Map.of("uptime", "1.00 1.00\n")));
    Recording recording = Recording.open(file);
    return new MachineSummary(recording, Span.all(recording));
  }

  private MachineSummary of(Case one, long number) throws IOException {
    MachineSummary summary = empty();
    take(one, number, summary);
    return summary;
  }

  private void take(Case one, long number, MachineSummary summary) throws IOException {
    LongFunction<String> texts = one.texts.apply(number);
    SampledFile<?> file = file(one.file);
    summary.take(
        TextsOverTime.figures(
            Cgroups.isSource(one.file)
                ? Cgroups.named("/").at(directory.resolve("groups")).place(file)
                : file,
            directory,
            LongStream.rangeClosed(0, SECONDS).mapToObj(texts).toList()));
  }

  private static List<String> met(MachineSummary summary) {
    return summary.verdicts().stream()
        .flatMap(verdict -> verdict.found().stream())
        .map(finding -> finding.rule().name())
        .toList();
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void aRuleIsMetAtItsThreshold(Case one) throws IOException {
    assertThat(met(of(one, one.at))).containsExactly(one.rule);
    assertThat(met(of(one, one.below))).isEmpty();
  }

  /** The rules of which something was worth mentioning at any time, as the samples came. */
  private Set<String> metWhileRunning(Case one, long number) throws IOException {
    LongFunction<String> texts = one.texts.apply(number);
    SampledFile<?> file = file(one.file);
    SampledFile<?> placed =
        Cgroups.isSource(one.file)
            ? Cgroups.named("/").at(directory.resolve("groups")).place(file)
            : file;
    Interval interval =
        new Interval(
            TextsOverTime.of(
                placed, directory, LongStream.rangeClosed(0, SECONDS).mapToObj(texts).toList()),
            4096,
            100);
    RunningSummary running = new RunningSummary();
    Set<String> met = new TreeSet<>();
    while (interval.next()) {
      running.add(one.file, interval);
      running
          .verdicts()
          .forEach(verdict -> met.add(verdict.text().replaceAll("(?s).*\\[| .*", "")));
    }
    return met;
  }

  /** Except those that need more than the figures of a row. */
  @ParameterizedTest
  @FieldSource("CASES")
  void aRuleIsMetWhileSamplesComeAtTheSameThreshold(Case one) throws IOException {
    boolean isApplied =
        Rules.ALL.stream()
            .filter(rule -> rule.name().equals(one.rule))
            .allMatch(rule -> rule.watch().kind() != Watch.Kind.OTHER);
    if (one.rule.equals(
        "net-drops")) { // its number below is a burst, which is more than one a second
      assertThat(metWhileRunning(one, one.at)).containsExactly(one.rule);
      return;
    }
    assertThat(metWhileRunning(one, one.at))
        .containsExactlyElementsOf(isApplied ? List.of(one.rule) : List.of());
    assertThat(metWhileRunning(one, one.below)).isEmpty();
  }

  /** One second of a process does not count as ten; what is over is forgotten. */
  @Test
  void aBurstCountsWithTheQuietSecondsAroundIt() throws IOException {
    Interval interval =
        new Interval(
            TextsOverTime.of(
                file("stat"),
                directory,
                LongStream.rangeClosed(0, 40)
                    .mapToObj(s -> stat(s, 0, 0, 0, 0, s == 15 || s == 16 ? 30 : 0))
                    .toList()),
            4096,
            100);
    RunningSummary running = new RunningSummary();
    List<Boolean> isMet = new ArrayList<>();
    while (interval.next()) {
      running.add("stat", interval);
      isMet.add(!running.verdicts().isEmpty());
    }
    // The mean of ten seconds is 3 tasks for each of two CPUs, from the second of them on.
    assertThat(isMet.subList(0, 15)).containsOnly(false);
    assertThat(isMet.subList(15, 24)).containsOnly(true);
    assertThat(isMet.subList(25, 40)).containsOnly(false);
  }

  @Test
  void eachRuleIsTested() {
    Set<String> tested = new TreeSet<>(OF_PROCESSES);
    tested.add("net-rate"); // is never met
    CASES.forEach(one -> tested.add(one.rule));
    assertThat(Rules.ALL).extracting(Rule::name).containsExactlyInAnyOrderElementsOf(tested);
  }

  @Test
  void theStealOfANoisyNeighbourIsSaidWithItsValue() throws IOException {
    Case steal =
        CASES.stream().filter(one -> one.rule.equals("cpu-steal")).findFirst().orElseThrow();
    assertThat(new SummaryTexts(of(steal, 25)).lines(4, 5))
        .filteredOn(line -> line.name().equals("CPU"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.value())
                    .contains("25.0 % stolen by the hypervisor", "[cpu-steal ≥ 10 %]"));
  }

  private static Case named(String rule) {
    return CASES.stream().filter(one -> one.rule.equals(rule)).findFirst().orElseThrow();
  }

  /** Other findings are so many that there is room for one of each resource. */
  @Test
  void aThrottledGroupIsSaidFirstWhateverElseIsBusy() throws IOException {
    Case busy = named("cpu-busy");
    Case throttled = named("cpu-throttled");
    MachineSummary summary = of(busy, busy.at);
    take(throttled, throttled.at, summary);
    assertThat(met(summary)).startsWith("cpu-throttled").contains("cpu-busy");
    assertThat(new SummaryTexts(summary).lines(1, 3).getFirst().value())
        .startsWith("saturation: control group / throttled in 25.0 % of the periods")
        .endsWith("[cpu-throttled ≥ 25 %]; also cpu-busy");
  }

  /** The rule that comes first is not the one whose value is shown. */
  @Test
  void theUsualValueOfCpusIsHowBusyTheyWere() throws IOException {
    MachineSummary summary = of(named("cpu-busy"), 42);
    take(named("cpu-throttled"), 1, summary);
    assertThat(new SummaryTexts(summary).lines(1, 3).getFirst().value())
        .startsWith("nothing remarkable; at most 42.0 % busy");
    assertThat(summary.verdicts().getFirst().missing()).isEmpty();
  }

  /** Nothing happens but that time passes; nothing is said of any resource. */
  @ParameterizedTest
  @ValueSource(strings = {TREE, "amd64-6.12-smp4-numa2", "arm64-6.1-smp4"})
  void aQuietMachineIsNotRemarkable(String tree) throws IOException {
    MachineSummary summary = empty();
    Set<String> sources =
        Rules.ALL.stream()
            .map(rule -> rule.watch().source())
            .filter(
                source ->
                    Procfs.sampledFiles().stream()
                        .anyMatch(file -> file.source().name().equals(source)))
            .collect(Collectors.toSet());
    for (String source : sources) {
      if (Files.exists(Corpus.tree(tree, "s0").resolve(source))) {
        String text = new String(Corpus.bytes(tree, "s0", source), ISO_8859_1);
        summary.take(
            TextsOverTime.figures(
                file(source),
                directory,
                IntStream.rangeClosed(0, SECONDS)
                    .mapToObj(second -> quiet(source, text, second))
                    .toList()));
      }
    }
    assertThat(met(summary)).isEmpty();
    assertThat(new SummaryTexts(summary).lines(4, 5).stream().limit(6))
        .allSatisfy(line -> assertThat(line.value()).startsWith("nothing remarkable"));
  }

  /** The text some seconds later: idle time has passed, and nothing waits. */
  private static String quiet(String source, String text, int second) {
    if (source.equals("locks")) {
      return text.lines()
          .filter(line -> !line.contains("->"))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }
    if (!source.equals("stat")) {
      return text;
    }
    long cpus = text.lines().filter(line -> line.matches("cpu\\d+ .*")).count();
    return text.lines()
        .map(
            line -> {
              String[] words = line.split(" +", -1);
              if (line.startsWith("cpu")) {
                long ticks = 100L * second * (words[0].equals("cpu") ? cpus : 1);
                words[4] = Long.toString(Long.parseLong(words[4]) + ticks);
              } else if (words[0].equals("procs_running")) {
                words[1] = "1";
              }
              return String.join(" ", words) + "\n";
            })
        .collect(Collectors.joining());
  }
}
