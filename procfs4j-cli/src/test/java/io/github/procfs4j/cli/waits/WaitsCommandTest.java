package io.github.procfs4j.cli.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.testing.CProgram;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only samples processes that the test itself has started. */
@SuppressWarnings("NullAway") // what is missing fails the test
class WaitsCommandTest {
  @TempDir private Path directory;
  private @Nullable Process child;

  @AfterEach
  void endTheChild() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  private String start(String... command) throws IOException {
    child = new ProcessBuilder(command).start();
    return "pid:" + child.pid();
  }

  /** A program whose threads wait for known things, once all of them are there. */
  private String waiting() throws IOException {
    String source =
        start(
            CProgram.compiled(directory, "waiting").toString(),
            directory.resolve("file").toString());
    child.getOutputStream().write('\n');
    child.getOutputStream().flush();
    assertThat(child.getInputStream().read()).isPositive();
    return source;
  }

  @Test
  void showsGroupsAndThreadsWithTheirWaits() throws IOException {
    Run run = Run.of("waits", waiting(), "--for", "1s", "--threads-like", "^w-").isDone();

    assertThat(run.lines().getFirst())
        .matches("pid:\\d+: 6 threads of 1 process, \\d+ samples in .*");
    assertThat(run.lines().get(2)).matches("group +threads +running +runnable +waiting");
    assertThat(run.out())
        .containsPattern("(?m)^w-pipe +1 +[\\d.]+ % +[\\d.]+ % +[\\d.]+ %$")
        .containsPattern("(?m)^thread +threads +running")
        .containsPattern("(?m)^\\d+ w-lock +1 ")
        .containsPattern("(?m)^  S read \\S+ pipe:\\[\\d+\\] +[\\d.]+ %$")
        .containsPattern("(?m)^  S flock \\S+ " + directory.toRealPath() + "/file.lock +[\\d.]+ %$")
        .containsPattern("(?m)^! sampling took [\\d.]+ % of one CPU");
  }

  @Test
  void jsonHasTheSameNumbers() throws IOException {
    Run run =
        Run.of("waits", waiting(), "--for", "500ms", "--every", "5ms", "--format", "json").isDone();

    Map<String, Object> result =
        assertThat(Json.parse(run.out()))
            .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
            .containsKeys("nanos", "period_ns", "late", "cpu_ns", "about", "groups", "threads")
            .actual();
    for (Object thread : (List<?>) result.get("threads")) {
      Map<?, ?> of = (Map<?, ?>) thread;
      double sum = 0;
      for (Object wait : (List<?>) of.get("waits")) {
        sum += number(((Map<?, ?>) wait).get("share"));
      }
      assertThat(sum).isCloseTo(number(of.get("waiting")), offset(1e-9));
    }
  }

  /** A program that waits in one call all the time is one stack, as long as it was sampled. */
  @Test
  void stacksAndTablesShowTheSameTimes() throws IOException {
    String source = waiting();
    Path page = directory.resolve("waits.html");
    Run run =
        Run.of(
                "waits",
                source,
                "--for",
                "1s",
                "--every",
                "5ms",
                "--format",
                "json",
                "--html",
                page.toString())
            .isDone();
    Map<?, ?> result = (Map<?, ?>) Json.parse(run.out());
    Map<?, ?> all = (Map<?, ?>) result.get("all");
    String index = Files.readString(page).replaceAll("(?s).*id=\"index\">(.*?)</script>.*", "$1");
    Map<?, ?> graph = (Map<?, ?>) Json.parse(index);
    double micros = number(graph.get("micros"));
    assertThat(micros).isCloseTo(number(all.get("elapsed_ns")) / 1000, offset(500.0));
    assertThat(times(graph, "running")).isCloseTo(number(all.get("running")), offset(1e-3));
    assertThat(times(graph, "runnable")).isCloseTo(number(all.get("runnable")), offset(1e-3));
    assertThat(times(graph, "S interruptible wait") + times(graph, "D uninterruptible wait"))
        .isCloseTo(number(all.get("waiting")), offset(1e-3));
    double weighted = 0;
    for (Object group : (List<?>) result.get("groups")) {
      Map<?, ?> of = (Map<?, ?>) group;
      weighted += number(of.get("waiting")) * number(of.get("elapsed_ns"));
    }
    assertThat(weighted / number(all.get("elapsed_ns")))
        .isCloseTo(number(all.get("waiting")), offset(1e-6));
  }

  /** The share of the time in frames with a name, of a graph. */
  private static double times(Map<?, ?> graph, String name) {
    return sum(graph, name) / number(graph.get("micros"));
  }

  private static double sum(Map<?, ?> node, String name) {
    if (name.equals(node.get("name"))) {
      return number(node.get("micros"));
    }
    double sum = 0;
    for (Object inner : (List<?>) node.get("inner")) {
      sum += sum((Map<?, ?>) inner, name);
    }
    return sum;
  }

  /** What is not shown is summed up, so that the total is that of all threads. */
  @Test
  void aLimitLeavesNothingUnsaid() throws IOException {
    Run run = Run.of("waits", waiting(), "--for", "500ms", "--top", "2").isDone();

    List<Integer> threads = new ArrayList<>();
    for (String line : run.lines()) {
      Matcher number = Pattern.compile("^(\\S.*?) +(\\d+) +[\\d.]+ % +[\\d.]+ %.*").matcher(line);
      if (number.matches()) {
        threads.add(Integer.valueOf(number.group(2)));
      }
    }
    assertThat(run.out())
        .containsPattern("(?m)^all threads +" + threads.getFirst() + " ")
        .containsPattern("(?m)^\\d+ further groups +\\d+ ")
        .containsPattern("(?m)^\\d+ further threads +" + (threads.getFirst() - 2) + " ")
        .contains("\n--top shows more than 2 groups\n", "\n--top shows more than 2 threads\n");
    assertThat(threads.subList(1, 4).stream().mapToInt(of -> of).sum())
        .isEqualTo(threads.getFirst());
  }

  @Test
  void noThreadLikeThatIsSaid() throws IOException {
    String source = start("sleep", "600");
    Run run = Run.of("waits", source, "--for", "50ms", "--threads-like", "^no-such");

    assertThat(run.code()).isEqualTo(CommandException.ENVIRONMENT);
    assertThat(run.out()).isEmpty();
    String message = "--threads-like «^no-such»: no thread of " + source;
    assertThat(run.err())
        .contains(message + " is like that;", "sampled from then on")
        .contains(message + " was like that;");
  }

  private static double number(Object of) {
    return Double.parseDouble(of.toString());
  }

  @Test
  void foldedStacksAreLinesWithNumbers() throws IOException {
    Run run = Run.of("waits", start("sleep", "600"), "--for", "300ms", "--folded", "--stacks");

    assertThat(run.code()).isZero();
    assertThat(run.lines())
        .isNotEmpty()
        .allMatch(line -> line.matches("\\d+ sleep 600;sleep;.* \\d+"))
        .anyMatch(line -> line.contains(";S interruptible wait;clock_nanosleep;"));
    assertThat(
            run.lines().stream()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum())
        .as("microseconds")
        .isBetween(100_000L, 60_000_000L);
    assertThat(run.err()).startsWith("procfs: ").contains("sampling took");
  }

  @Test
  void theFlameGraphIsASinglePage() throws IOException {
    Path page = directory.resolve("waits.html");
    Run run =
        Run.of("waits", start("sleep", "600"), "--for", "200ms", "--html", page.toString())
            .isDone();

    assertThat(run.out()).endsWith("\nPage: " + page + "\n");
    assertThat(Files.readString(page))
        .contains("default-src 'none'", "\"name\":\"clock_nanosleep\"")
        .doesNotContain("http://", "https://");
    Run.of("waits", "pid:1", "--html", page.toString()).failed(CommandException.USAGE, "exists");
  }

  /** Markup and terminal escapes in the name of a process. */
  @Test
  void aHostileNameIsEscapedEverywhere() throws IOException {
    Path program = directory.resolve("<b>;\u001b[2J");
    Files.copy(Path.of("/bin/sleep").toRealPath(), program);
    Path page = directory.resolve("waits.html");
    String source = start(program.toString(), "600");

    Run table = Run.of("waits", source, "--for", "200ms", "--html", page.toString()).isDone();
    assertThat(table.out()).contains("\\x1b[2J").doesNotContain("\u001b");
    assertThat(Files.readString(page)).doesNotContain("<b>", "\u001b");
    Run folded = Run.of("waits", source, "--for", "200ms", "--folded");
    assertThat(folded.out()).contains("\\x3b\\x1b[2J").doesNotContain("\u001b");
  }

  @Test
  void javaThreadsHaveTheirFullNamesAndTopFrames() throws Exception {
    Path source =
        Files.writeString(
            directory.resolve("Sleeper.java"),
            """
            class Sleeper {
              public static void main(String[] arguments) throws Exception {
                Thread.ofPlatform().name("a rather long name of a worker").start(Sleeper::sleep);
                Thread.ofPlatform().name("evil\\n\\"main\\" #1 prio=5 tid=0x1 nid=1 x").start(Sleeper::sleep);
                System.out.println();
                sleep();
              }

              static void sleep() {
                try {
                  Thread.sleep(600_000);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            }
            """);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String pid = start(java.toString(), "-XX:TieredStopAtLevel=1", source.toString());
    assertThat(child.getInputStream().read()).isPositive();

    Run run = Run.of("waits", pid, "--java", "--for", "500ms", "--top", "100").isDone();

    String complete = "(?m)^\\d+ a rather long name of a worker ";
    String[] like = {
      "waits", pid, "--java", "--for", "100ms", "--threads-like", "of a worker$", "--format", "json"
    };
    assertThat(Json.list(Json.parse(Run.of(like).isDone().out()), "threads"))
        .singleElement()
        .satisfies(
            thread ->
                assertThat(Json.text(thread, "name")).endsWith(" a rather long name of a worker"));
    assertThat(run.out())
        .containsPattern(complete)
        .containsPattern("(?m)^\\d+ main ")
        .containsPattern("(?m)^\\d+ evil\\\\x0a\"main\" #1 ") // the kernel's name, 15 bytes
        .containsPattern("java, in 1 of 1 prints: \\S*Thread.sleep\\S*\\(.*\\) < ")
        .containsPattern("! 1 thread print of JVMs took \\S+ \\S+ on average");
  }

  @Test
  void aJvmThatDoesNotAnswerIsSaid() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path source =
        Files.writeString(
            directory.resolve("Mute.java"),
            """
            class Mute {
              public static void main(String[] arguments) throws Exception {
                System.out.println();
                Thread.sleep(600_000);
              }
            }
            """);
    String pid = start(java.toString(), "-XX:+DisableAttachMechanism", source.toString());
    assertThat(child.getInputStream().read()).isPositive();

    Run run = Run.of("waits", pid, "--java", "--for", "200ms").isDone();

    assertThat(run.out())
        .containsPattern(
            "! JVM \\d+ cannot be attached to: .*; its threads have the kernel's names")
        .containsPattern("(?m)^\\d+ java ");
  }

  @Test
  void aRecordingHasTheWaits() throws IOException {
    Path file = directory.resolve("waits.rec");
    String source = start("sleep", "600").replace("pid:", "waits:");

    Run.of("record", source + "@10ms", "--duration", "300ms", "-o", file.toString());
    Run report = Run.of("report", file.toString(), "--full").isDone();
    assertThat(report.out())
        .contains(source + "  Threads: how often each was found running, and in which wait")
        .containsPattern("state=S call=clock_nanosleep\\s+function=\\S+ comm=sleep")
        .containsPattern("(?m)^found % +")
        .doesNotContain("found above");
    assertThat(Run.of("report", file.toString()).isDone().out().replaceAll("\\n +", " "))
        .containsPattern(
            "(?m)^Waits +1 thread of \\d+: [\\d.]+ % running, [\\d.]+ % runnable, [\\d.]+ %"
                + " waiting: S clock_nanosleep \\S+ [\\d.]+ %");
    Map<?, ?> summary =
        (Map<?, ?>)
            ((Map<?, ?>) Json.parse(Run.of("report", "" + file, "--format", "json").out()))
                .get("summary");
    Map<?, ?> waits = (Map<?, ?>) ((List<?>) summary.get("waits")).getFirst();
    assertThat(
            number(waits.get("running_percent"))
                + number(waits.get("runnable_percent"))
                + number(waits.get("waiting_percent")))
        .isCloseTo(100, offset(0.01));
    Run.of("record", "waits:0", "-o", directory.resolve("x").toString())
        .failed(CommandException.USAGE, "«0» is not the number of a process");
    Run.of("record", "waits:4194304", "-o", directory.resolve("x").toString())
        .failed(CommandException.ENVIRONMENT, "no process 4194304");
  }

  @Test
  void aRecordingSaysThatNoProcessIsLikeThat() {
    String file = directory.resolve("none.rec").toString();
    String none = "waits:/[n]owhere-to-be-found/";
    Run run = Run.of("record", none + "@10ms", "stat", "--duration", "50ms", "-o", file);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("procfs: " + none + ": no such process yet; waiting for one\n");
  }

  /** A row for each wait of each thread: labels that show which. */
  @Test
  void rowsOfARecordingShowTheWait() throws IOException {
    Path file = directory.resolve("waits.rec");
    String source = waiting().replace("pid:", "waits:");

    Run.of("record", source + "@10ms", "--duration", "1s", "-o", file.toString());
    assertThat(Run.of("report", file.toString(), "--full").isDone().out())
        .containsPattern("(?m)^\\d+ \\S+ [SD] \\w+ \\w+( .*)?$");
    Run csv = Run.of("report", file.toString(), source, "--format", "csv").isDone();
    assertThat(csv.out())
        .containsPattern("(?m)^" + source + ",wait,\\d+ w-lock S flock \\S+ /\\S+file.lock,found,%")
        .containsPattern("(?m)^" + source + ",wait,\\d+ w-\\S+ running or runnable,found,%")
        .containsPattern("(?m)^" + source + ",thread,\\d+ w-lock of \\d+,running,%");
    Map<String, Double> sums = new HashMap<>();
    int mean = List.of(csv.lines().getFirst().split(",", -1)).indexOf("mean");
    for (String line : csv.lines()) {
      List<String> cells = List.of(line.split(",", -1));
      if (cells.get(3).equals("found")) {
        sums.merge(cells.get(2).replaceFirst(" .*", ""), number(cells.get(mean)), Double::sum);
      }
    }
    assertThat(sums).hasSizeGreaterThan(6);
    assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isCloseTo(100, offset(0.01)));
  }

  @Test
  void aProcessThatEndsEndsTheCommand() throws Exception {
    String source = start("sleep", "1000");
    long reads = reads(ProcessHandle.current());
    Thread end =
        Thread.ofPlatform()
            .start(
                () -> {
                  awaitReads(ProcessHandle.current(), reads);
                  child.destroy();
                });
    Run run = Run.of("waits", source, "--for", "1h", "--every", "2ms").isDone();
    end.join();
    assertThat(run.lines().getFirst()).contains(": 1 thread of 1 process, ");
    assertThat(run.out())
        .containsPattern("(?m)^! all processes had ended after [\\d.]+ m?s of 1 h$");
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  /** How often a process has read, which sampling does all the time. */
  private static long reads(ProcessHandle process) {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "this kernel does not count reads");
    try {
      return Procfs.mounted().process(process.pid()).io().syscr();
    } catch (UnreadableException e) {
      return Long.MAX_VALUE; // it has ended
    }
  }

  /** Waits until a process has read a thousand times more, as it does only when it samples. */
  private static void awaitReads(ProcessHandle process, long since) {
    while (process.isAlive() && reads(process) - since < 1000) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static Run around(String... words) throws Exception {
    return around(0, words);
  }

  /**
   * Samples a command until so many processes of {@code sleep} in it have been sampled, and ends
   * these.
   */
  private static Run around(int count, String... words) throws Exception {
    List<String> all = new ArrayList<>(Command.words("waits", "--every", "5ms"));
    all.addAll(List.of(words));
    Process process = new ProcessBuilder(all).start();
    List<ProcessHandle> sleeping = List.of();
    while (sleeping.size() < count && process.isAlive()) {
      Thread.sleep(20);
      sleeping =
          process
              .descendants()
              .filter(it -> it.info().command().orElse("").endsWith("/sleep"))
              .toList();
    }
    if (count > 0) {
      awaitReads(process.toHandle(), reads(process.toHandle()));
      sleeping.forEach(ProcessHandle::destroy);
    }
    return Command.end(process);
  }

  /** Its output and exit code are passed on, and what descends from it is sampled. */
  @Test
  void aCommandIsSampledUntilItEnds() throws Exception {
    Path page = directory.resolve("waits.html");
    Run run =
        around(
            1, "--html", page.toString(), "--", "sh", "-c", "echo out; sleep 999 & wait; exit 7");
    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out()).isEqualTo("out\n");
    assertThat(run.err())
        .startsWith("sh -c echo out; sleep 999 & wait; exit 7: 2 threads of 2 processes, ")
        .containsPattern("(?m)^\\d+ sleep 999: \\d+ sleep +1 ")
        .containsPattern("(?m)^  S clock_nanosleep \\S+ +[\\d.]+ %$")
        .endsWith("Page: " + page + "\n")
        .doesNotContain("had ended");
    assertThat(Files.readString(page)).contains("Waits of sh -c echo out;");
  }

  /** Processes that do the same are a line, as long as they have the same name. */
  @Test
  void processesOfOneNameAreAGroup() throws Exception {
    Run run =
        around(
            3,
            "--threads-like",
            "^sleep$",
            "--",
            "sh",
            "-c",
            "sleep 998 & sleep 998 & sleep 999; wait");
    assertThat(run.err())
        .contains(": 3 threads of 3 processes, ")
        .containsPattern("(?m)^2 × sleep 998: sleep +2 ")
        .containsPattern("(?m)^\\d+ sleep 999: sleep +1 ")
        .containsPattern("(?m)^\\d+ sleep 998: \\d+ sleep +1 ");
  }

  @Test
  void aCommandThatCannotBeSampled() throws Exception {
    assertThat(around("--", "no-such-command").code()).isEqualTo(127);
    assertThat(around("--", directory.toString()).code()).isEqualTo(126);
    assertThat(around("--", "sh", "-c", "kill -9 $$").code()).isEqualTo(128 + 9);
    Run none = around("--threads-like", "nothing", "--", "sleep", "0.1");
    assertThat(none.code()).isZero();
    assertThat(none.err())
        .isEqualTo("procfs: sleep 0.1: it had no thread like «nothing» that was sampled\n");
  }

  @ParameterizedTest
  @CsvSource({
    "order-worker-12, order-worker-*",
    "http-nio-8080-exec-3, http-nio-*-exec-*",
    "G1 Conc#0, G1 Conc#*",
    "C1 CompilerThre, C1 CompilerThre",
    "C2 CompilerThread0, C2 CompilerThread*",
    "worker1, worker*",
    "T1, T*",
    "12 C2 x, * C* x"
  })
  void aNumberThatIsPartOfANameDistinguishesGroups(String name, String group) {
    assertThat(WaitResult.group(name)).isEqualTo(group);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234 | is not pid:N, pid:NAME, pid:/REGEX/ or pid:*",
        "pid:0 | «0» is not the number of a process",
        "pid:1 --every 1us | the minimum is 1ms",
        "pid:1 --for 1ms | longer than --for 1ms",
        "pid:1 --for x | --for: ",
        "pid:1 --threads-like ( | --threads-like: ",
        "pid:1 --top 0 | --top: at least 1",
        "pid:1 --folded --format json | only one of them",
        "--every 5ms | PROCESSES or -- COMMAND is missing",
        "pid:1 -- true | pid:1: either this, or a command after --",
        "--for 1s -- true | --for: with a command, sampling ends when it does",
        "--folded -- true | --folded: standard output is that of the command",
        "--format json -- true | --format json: standard output is that of the command",
        "--root /tmp -- true | --root: the command runs here",
        "--threads-like ( -- true | --threads-like: ",
        "-- | a command is missing after --",
        "pid:1 --java --root /tmp | --java: only for the processes of /proc",
      })
  void wrongArgumentsAreUsageErrors(String arguments, String message) {
    Run.of(("waits " + arguments).split(" ", -1)).failed(CommandException.USAGE, message);
  }

  @Test
  void noSuchProcessIsAnEnvironmentError() {
    Run.of("waits", "pid:no-such-name", "--for", "100ms")
        .failed(CommandException.ENVIRONMENT, "pid:no-such-name: no such process");
  }

  @Test
  void aRootThatIsNotThereOrNoProcfsIsSaid() {
    String none = directory.resolve("none").toString();
    Run.of("waits", "pid:1", "--root", none, "--for", "100ms")
        .failed(CommandException.ENVIRONMENT, none + ": no such directory");
    Run.of("waits", "pid:1", "--root", directory.toString(), "--for", "100ms")
        .failed(CommandException.ENVIRONMENT, directory + ": there are no processes in this");
  }
}
