package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real programs with one problem each, which the command really records: the report begins with who
 * and why.
 *
 * <p>Other programs may keep the machine busy, so that a problem does not reach the threshold of
 * its rule. Each test therefore checks that the program leads its list among the recorded ones, and
 * that its rule is met exactly if the chosen part of the same recording shows a mean at the
 * threshold.
 */
class StagedProblemsTest {
  private static final double MARGIN = 0.02;

  @TempDir private Path directory;

  /** The recording, whose path does not contain the marker of the recorded processes. */
  @TempDir private Path other;

  private final List<Process> processes = new ArrayList<>();
  private Path file;
  private String marker;

  @BeforeEach
  void needsProcfs() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("bash"), "bash is not installed");
    file = other.resolve("x.rec");
    marker = directory.getFileName().toString();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes.reversed()) {
      process.destroyForcibly();
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    }
  }

  private Process start(List<String> words) throws IOException {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
    return process;
  }

  /** A program with this problem, which has not begun. */
  private Process problem(String name, String... options) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    words.addAll(List.of(options));
    words.addAll(List.of("-cp", classes().toString(), StagedProblem.class.getName()));
    words.addAll(List.of(name, directory.resolve("file").toString()));
    return start(words);
  }

  private static Path classes() {
    try {
      return Path.of(
          StagedProblem.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Records the processes with the marker and further sources until something has happened. */
  private void record(Process problem, BooleanSupplier hasHappened, String... sources)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(Command.words("record"));
    words.addAll(List.of(sources));
    words.add("pid:/[" + marker.charAt(0) + "]" + marker.substring(1) + "/");
    words.addAll(List.of("--threads", "--every", "200ms", "-o", file.toString()));
    Process recorder =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(recorder);
    Command.awaitTwoSamples(file, recorder);
    problem.outputWriter(UTF_8).append("go\n").flush();
    while (!hasHappened.getAsBoolean()) {
      assertThat(problem.isAlive()).isTrue();
      assertThat(recorder.isAlive()).isTrue();
      Thread.sleep(50);
    }
    Thread.sleep(500); // two samples more
    recorder.destroy();
    assertThat(recorder.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(recorder.exitValue()).isZero();
  }

  private static double cpuSeconds(long pid) {
    var stat = Procfs.mounted().process(pid).stat();
    return (stat.utime() + stat.stime()) / 100.0;
  }

  private Object json(String... words) {
    List<String> all = new ArrayList<>(List.of("report", file.toString(), "--format", "json"));
    all.addAll(List.of(words));
    return Json.parse(Run.of(all.toArray(String[]::new)).isDone().out());
  }

  /** The processes of a list of the summary, the busiest first. */
  private static List<?> leaders(Object json, String measure) {
    return Json.list(json, "summary", "busiest").stream()
        .filter(list -> measure.equals(Json.at(list, "measure")))
        .map(list -> Json.list(list, "processes"))
        .findFirst()
        .orElseThrow();
  }

  private static void leads(Object json, String measure, Process process, String name) {
    assertThat(leaders(json, measure))
        .first()
        .satisfies(
            leader ->
                assertThat(Json.text(leader, "name"))
                    .startsWith(process.pid() + " ")
                    .contains(name));
  }

  /** What a rule found. */
  private static Optional<?> found(Object json, String rule) {
    return Json.list(json, "summary", "verdicts").stream()
        .flatMap(verdict -> Json.list(verdict, "findings").stream())
        .filter(finding -> rule.equals(Json.at(finding, "rule")))
        .findFirst();
  }

  /** The mean of a figure of the row whose name begins like this. */
  private double mean(String row, String source, String figure) {
    return Json.list(json(source, "--figure", figure), "parts").stream()
        .filter(part -> Json.text(part, "row").startsWith(row))
        .mapToDouble(part -> Double.parseDouble(Json.text(part, "mean")))
        .findFirst()
        .orElseThrow();
  }

  private String source() {
    return Json.list(json(), "sources").stream()
        .map(source -> Json.text(source, "source"))
        .filter(name -> name.startsWith("pid:"))
        .findFirst()
        .orElseThrow();
  }

  /** A rule is met if a value reaches its threshold, and only then. */
  private static void isMetIf(Object json, String rule, double value, String of) {
    double threshold =
        Rules.ALL.stream()
            .filter(each -> each.name().equals(rule))
            .mapToDouble(Rule::threshold)
            .findFirst()
            .orElseThrow();
    Optional<?> found = found(json, rule);
    if (value >= threshold * (1 + MARGIN)) {
      assertThat(found).as("%s at %s", rule, value).isPresent();
      assertThat(Json.members(found.get()).getOrDefault("of", "").toString()).contains(of);
    } else if (value < threshold * (1 - MARGIN)) {
      assertThat(found).as("%s at %s", rule, value).isEmpty();
    }
  }

  @Test
  void aHogAmongFifty() throws Exception {
    for (int i = 0; i < 49; i++) {
      start(List.of("bash", "-c", "echo ready; read line", marker));
    }
    Process hog = problem("hog");
    double before = cpuSeconds(hog.pid());
    record(hog, () -> cpuSeconds(hog.pid()) > before + 0.5, "stat");
    Object json = json();
    leads(json, "CPU", hog, "StagedProblem hog");
    isMetIf(json, "cpu-process", mean(hog.pid() + " ", source(), "cpu"), hog.pid() + " ");
  }

  @Test
  void oneThreadOfEight() throws Exception {
    Process busy = problem("thread");
    double before = cpuSeconds(busy.pid());
    record(busy, () -> cpuSeconds(busy.pid()) > before + 0.5, "stat");
    Object json = json();
    leads(json, "CPU", busy, "StagedProblem thread");
    Object threads =
        Json.list(json, "sources").stream()
            .filter(source -> Json.text(source, "source").startsWith("pid:"))
            .findFirst()
            .orElseThrow();
    assertThat(Json.list(threads, "threads", "measures", 0, "busiest"))
        .first()
        .satisfies(thread -> assertThat(Json.text(thread, "labels", "comm")).isEqualTo("worker"));
    List<?> parts = Json.list(json(source(), "comm=worker", "--figure", "cpu"), "parts");
    double mean = Double.parseDouble(Json.text(parts.getFirst(), "mean"));
    isMetIf(json, "cpu-thread", mean, "worker of " + busy.pid());
  }

  @Test
  void aWriterWithFsync() throws Exception {
    Process writer = problem("fsync");
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "there is no /proc/PID/io");
    assumeFalse(
        Files.getFileStore(directory).type().matches("tmpfs|overlay"),
        "the temporary directory is not on a disk");
    record(
        writer,
        () -> Procfs.mounted().process(writer.pid()).io().writeBytes() > 20 << 20,
        "stat",
        "pressure/io");
    Object json = json();
    leads(json, "I/O", writer, "StagedProblem fsync");
    isMetIf(json, "stall-io", mean("full", "pressure/io", "stalled"), "");
  }

  @Test
  void aLeak() throws Exception {
    Process leak = problem("leak");
    Process quiet = problem("quiet");
    long before = Procfs.mounted().process(leak.pid()).statm().resident();
    long pages = (130 << 20) / 4096;
    record(leak, () -> Procfs.mounted().process(leak.pid()).statm().resident() > before + pages);
    Object json = json();
    leads(json, "growth", leak, "StagedProblem leak");
    assertThat(found(json, "memory-growth"))
        .hasValueSatisfying(
            finding ->
                assertThat(Json.members(finding))
                    .containsEntry("others", "0")
                    .hasEntrySatisfying(
                        "of", of -> assertThat(of.toString()).startsWith(leak.pid() + " ")));
    assertThat(quiet.isAlive()).isTrue();
  }

  @Test
  void aForkStorm() throws Exception {
    Process storm = problem("forks");
    // Others may fork as well, and the JVM that starts the shell uses CPU time, too.
    record(
        storm,
        () ->
            storm
                .children()
                .anyMatch(shell -> cpuSeconds(shell.pid()) > cpuSeconds(storm.pid()) + 0.3),
        "stat");
    Object json = json();
    assertThat(leaders(json, "CPU"))
        .first()
        .satisfies(leader -> assertThat(Json.text(leader, "name")).contains(" bash"));
    isMetIf(json, "cpu-forks", mean("", "stat", "forks"), "");
  }

  @Test
  void aLock() throws Exception {
    assumeTrue(Command.has("flock"), "flock is not installed");
    Path locked = directory.toRealPath().resolve("locked");
    String wait = "read line; exec flock \"$0\" sleep 60";
    Process holder =
        start(List.of("flock", locked.toString(), "bash", "-c", "echo ready; read line", marker));
    List<Process> waiters = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiters.add(start(List.of("bash", "-c", "echo ready; " + wait, locked.toString())));
    }
    waiters.getFirst().outputWriter(UTF_8).append("go\n").flush();
    record(
        waiters.getLast(),
        () ->
            waiters.stream()
                .allMatch(
                    waiter ->
                        !Procfs.at(Path.of("/proc"))
                            .locks()
                            .graph()
                            .waitingOf(waiter.pid())
                            .isEmpty()),
        "locks");
    Object file =
        Json.list(Json.list(json(), "sources").getFirst(), "files").stream()
            .filter(each -> locked.toString().equals(Json.at(each, "name")))
            .findFirst()
            .orElseThrow();
    assertThat(Json.at(file, "waiters_max")).isEqualTo("2");
    assertThat(Json.list(file, "holders").toString()).contains(holder.pid() + " ");
    double mean = Double.parseDouble(Json.text(file, "waiters_mean"));
    assertThat(mean).isBetween(0.5, 2.0);
    if (mean >= 1) {
      assertThat(found(json(), "lock-waiters")).isPresent();
    }
  }

  @Test
  void garbageCollection() throws Exception {
    Process busy = problem("gc", "-Xmx64m", "-Xms64m", "-XX:+UseParallelGC");
    double before = cpuSeconds(busy.pid());
    record(busy, () -> cpuSeconds(busy.pid()) > before + 2, "stat");
    Object json = json();
    leads(json, "CPU", busy, "StagedProblem gc");
    double all = mean(busy.pid() + " ", source(), "cpu");
    double collectors =
        Json.list(json(source(), "--figure", "cpu", "--top", "1000"), "parts").stream()
            .filter(part -> "thread".equals(Json.at(part, "table")))
            .filter(part -> Json.text(part, "row").contains("GC Thread"))
            .mapToDouble(part -> Double.parseDouble(Json.text(part, "total")))
            .sum();
    assertThat(collectors).isGreaterThan(0.1);
    assertThat(all).isPositive();
    if (collectors / seconds(json) >= 0.11) { // less than a tenth of a CPU is not counted
      isMetIf(json, "cpu-gc", 100 * collectors / seconds(json) / all, "StagedProblem gc");
    }
  }

  private static double seconds(Object json) {
    return Double.parseDouble(Json.text(json, "recording", "length_ns")) / 1e9;
  }

  /** A program that does nothing meets no rule about processes and leads no list. */
  @Test
  void nothingIsSaidOfAQuietProgram() throws Exception {
    Process quiet = problem("quiet");
    long begin = System.nanoTime();
    record(quiet, () -> System.nanoTime() - begin > 1_000_000_000, "uptime");
    Object json = json();
    for (String rule : List.of("cpu-process", "cpu-thread", "cpu-gc", "memory-growth")) {
      assertThat(found(json, rule)).as(rule).isEmpty();
    }
  }
}
