package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.report.ReportedFigures;
import io.github.procfs4j.testing.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code procfs record} of a process that does known amounts of work, and of the machine meanwhile:
 * {@code procfs report} shows the amounts.
 *
 * <p>The process is {@code work.c}; its exact numbers are tested there. A report rounds to three
 * digits.
 */
@Tag("alone")
class FidelityTest {
  private static final Pattern NUMBER = Pattern.compile("(?<= )\\d+(\\.\\d+)?(?= |$)");
  private static final double ROUNDING = 0.006;

  @TempDir private Path directory;

  /** The process; each answer contains its own counts after the work. */
  private static final class Worker implements AutoCloseable {
    final Process process;

    Worker(Path directory) throws Exception {
      process = new ProcessBuilder(CProgram.compiled(directory, "work").toString()).start();
    }

    Map<String, Long> ask(String command) throws IOException {
      process.outputWriter(US_ASCII).write(command + "\n");
      process.outputWriter(US_ASCII).flush();
      Map<String, Long> after = new HashMap<>();
      for (String word : process.inputReader(US_ASCII).readLine().strip().split(" ", -1)) {
        after.put(word.replaceFirst("=.*", ""), Long.valueOf(word.replaceFirst(".*,", "")));
      }
      assertThat(after.get("result")).as(command).isNotNegative();
      return after;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /**
   * The recording has a block each second: after two of them a sample was due, and the third
   * contains it even if it was late.
   */
  private static void awaitSamples(Path file, Process record) throws Exception {
    for (int blocks = 0; blocks < 3; blocks++) {
      long size = Files.exists(file) ? Files.size(file) : 0;
      while (!Files.exists(file) || Files.size(file) == size) {
        assertThat(record.isAlive()).isTrue();
        Thread.sleep(20);
      }
    }
  }

  /** Records a process and the machine while it works; returns its own counts meanwhile. */
  private Used record(Worker worker, Path file, List<String> work) throws Exception {
    String pid = "pid:" + worker.process.pid();
    String[] words = {
      "record", "-o", file.toString(), pid, "stat", "vmstat", "net/dev", "net/snmp"
    };
    Map<String, Long> before = worker.ask("nothing");
    Process record =
        new ProcessBuilder(Command.words(words))
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      awaitSamples(file, record);
      Map<String, Long> begin = worker.ask("nothing");
      for (String piece : work) {
        worker.ask(piece);
      }
      Map<String, Long> end = worker.ask("nothing");
      awaitSamples(file, record);
      return new Used(before, begin, end, worker.ask("nothing"));
    } finally {
      record.destroy();
      assertThat(record.waitFor()).isZero();
    }
  }

  @Test
  void aReportNamesWhatWasDone() throws Exception {
    // The build is on a disk more often than the directory for temporary files.
    Path written = Files.createTempFile(Path.of("target").toAbsolutePath(), "fidelity", "");
    Path file = directory.resolve("work.rec");
    try (Worker worker = new Worker(directory)) {
      for (String warming : List.of("user 1", "system 1", "faults 1", "switches 1", "sockets")) {
        worker.ask(warming);
      }
      Used used =
          record(
              worker,
              file,
              List.of(
                  "user 500",
                  "system 300",
                  "faults 20000",
                  "switches 200",
                  "children 40 0 0 0",
                  "udp 2000 1000",
                  "write 4194304 65536 synced " + written));
      Report report =
          new Report(Run.of("report", "--full", file.toString()).isDone(), worker.process.pid());
      double[] cpu = report.process("processes: CPU");
      used.names(cpu[0], 1e-9, 0.02, "cpu");
      used.names(cpu[1], 1e-6, 0.01, "stime");
      used.names(report.process("processes: page faults")[0], 1, 0, "minflt", "majflt");
      double[] switches = report.process("processes: context");
      used.names(switches[0], 1, 0, "nvcsw", "nivcsw");
      used.names(switches[1], 1, 0, "nivcsw");
      if (!Files.getFileStore(written).type().endsWith("tmpfs")) {
        assertThat(report.process("processes: I/O")[1]).isBetween(4.15e6, 4.4e6);
      }
      // Including those of others: no less.
      double seconds = cpu[4];
      assertThat(report.mean("forks", "/s") * seconds).isGreaterThan(38);
      assertThat(report.mean("faults", "/s") * seconds).isGreaterThan(19_000);
      assertThat(ReportedFigures.mean(file, "net/snmp", "Udp", "odgm/s") * seconds)
          .isGreaterThan(1900);
      assertThat(ReportedFigures.mean(file, "net/dev", "lo", "txpck/s") * seconds)
          .isGreaterThan(1900);
    } finally {
      Files.delete(written);
    }
  }

  /** The text that {@code procfs report} prints. */
  private record Report(Run run, long pid) {
    private static final Pattern HEAD =
        Pattern.compile("\\b(total|system|written|major|involuntary|mean|peak|there)\\b");

    /** The numbers in the line of the process, in the units above them. */
    double[] process(String title) {
      List<String> block =
          run.lines().stream()
              .dropWhile(line -> !line.startsWith(title))
              .takeWhile(line -> !line.isEmpty())
              .toList();
      assertThat(block).as(title).hasSizeGreaterThan(2);
      String line =
          block.stream().filter(one -> one.startsWith(pid + " ")).findFirst().orElseThrow();
      double[] numbers = numbers(line);
      int first = 0;
      while (!block.get(first).matches("(all|[0-9]+) .*")) {
        first++;
      }
      String units = block.get(first - 1) + " ";
      Matcher heads = HEAD.matcher(block.get(first - 2));
      for (int i = 0; heads.find(); i++) {
        String before = units.substring(0, Math.min(heads.end(), units.length()));
        boolean hasUnit =
            !before.isEmpty() && units.startsWith(" ", before.length()) && !before.endsWith(" ");
        numbers[i] *= hasUnit ? factor(before.substring(before.lastIndexOf(' ') + 1)) : 1;
      }
      return numbers;
    }

    /** The mean rate of a figure that only one row has, or its upper bound before rounding. */
    double mean(String figure, String unit) {
      String line =
          run.lines().stream()
              .filter(one -> one.matches(Pattern.quote(figure) + " +[kM]?" + unit + " .*"))
              .findFirst()
              .orElseThrow();
      String mean = NUMBER.matcher(line).results().skip(1).findFirst().orElseThrow().group();
      double half =
          0.5 * Math.pow(10, mean.contains(".") ? mean.indexOf('.') + 1 - mean.length() : 0);
      return (Double.parseDouble(mean) + half) * factor(line.split(" +", -1)[1].replace(unit, ""));
    }

    private static double[] numbers(String line) {
      return NUMBER
          .matcher(line)
          .results()
          .map(MatchResult::group)
          .mapToDouble(Double::parseDouble)
          .toArray();
    }

    private static double factor(String unit) {
      return switch (unit) {
        case "ms" -> 1e-3;
        case "k" -> 1e3;
        case "M" -> 1e6;
        case "KiB" -> 1 << 10;
        case "MiB" -> 1 << 20;
        default -> 1;
      };
    }
  }

  /** The counts of the process before the recording, before and after the work, and at the end. */
  private record Used(
      Map<String, Long> before,
      Map<String, Long> begin,
      Map<String, Long> end,
      Map<String, Long> after) {
    void names(double said, double unit, double tick, String... names) {
      double least = grown(begin, end, names) * unit;
      double most = grown(before, after, names) * unit;
      assertThat(said)
          .as(String.join(" + ", names))
          .isBetween(least * (1 - ROUNDING) - tick, most * (1 + ROUNDING) + tick);
    }

    private static long grown(Map<String, Long> from, Map<String, Long> to, String... names) {
      return Arrays.stream(names)
          .mapToLong(
              name -> Objects.requireNonNull(to.get(name)) - Objects.requireNonNull(from.get(name)))
          .sum();
    }
  }
}
