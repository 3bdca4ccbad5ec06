package io.github.procfs4j.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procfs show} of files of a process, with made-up ones and those of this process. */
class ShowProcessTest {
  private static final String STAT =
      "17 (a) (b\u001b[2J) S 1 17 17 0 -1 4194560 1051 5309 3 4 19 381 10 615 20 0 1 0 52 2314240"
          + " 456 18446744073709551615 4198400 5785993 140723466239616 0 0 0 0 4 65538 1 0 0 17 3 0"
          + " 0 0 0 0 6141704 6178576 35811328 140723466244042 140723466244064 140723466244064"
          + " 140723466244082 0\n";

  @TempDir private Path directory;

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Run show(String... arguments) {
    List<String> all = new ArrayList<>(List.of("show", "--root", directory.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  @Test
  void statIsALineForEachNumber() throws IOException {
    write("17/stat", STAT);
    List<String> lines = show("pid/stat", "--pid", "17").isDone().lines();
    assertThat(lines.getFirst()).isEqualTo("pid/stat");
    assertThat(lines)
        .anyMatch(line -> line.matches("  pid +17"))
        .anyMatch(line -> line.matches("  comm +a\\) \\(b\\\\x1b\\[2J"))
        .anyMatch(line -> line.matches("  state +S"))
        .anyMatch(line -> line.matches("  flags +0x400100"))
        .anyMatch(line -> line.matches("  utime +19 +ticks"))
        .anyMatch(line -> line.matches("  vsize +2.2 +MiB"))
        .hasSize(53);
  }

  @Test
  void jsonAndCsvAreAsOfOtherSources() throws IOException {
    write("17/stat", STAT);
    write("17/statm", "1 2 3 4 5 6 7\n");
    List<String> lines =
        show("pid/stat", "pid/statm", "--pid", "17", "--format", "json").isDone().lines();
    assertThat(lines).hasSize(2);
    Map<String, Object> values =
        Json.values(
            Json.table(Json.parse(lines.getFirst()), "stat"),
            Map.of("pid", "17", "comm", "a) (b\u001b[2J"));
    assertThat(values)
        .hasSize(50)
        .containsEntry("state", "83")
        .containsEntry("rsslim", "18446744073709551615")
        .containsEntry("tpgid", "-1");
    assertThat(Json.values(Json.table(Json.parse(lines.get(1)), "statm"), Map.of()))
        .hasSize(7)
        .containsEntry("dt", "7");
    assertThat(show("pid/statm", "--pid", "17", "--format", "csv").isDone().lines())
        .hasSize(8)
        .contains("pid/statm,statm,,resident,2,pages");
  }

  /** The name of a process is not a number, and would be lost if only numbers had lines. */
  @Test
  void csvHasALineForEachRowOfWords() throws IOException {
    write("17/status", "Name:\ta b\nState:\tS (sleeping)\nThreads:\t3\nSpeculation_x:\tsafe\n");
    assertThat(show("pid/status", "--pid", "17", "--format", "csv").isDone().lines())
        .containsExactly(
            "source,table,labels,column,value,unit",
            "pid/status,status,,State,83,letter",
            "pid/status,status,,Threads,3,count",
            "pid/status,word,key=Name value=a b,,,",
            "pid/status,word,key=Speculation_x value=safe,,,");
  }

  @Test
  void theCommandLineIsShownAsItIs() throws IOException {
    write("17/cmdline", "a\0b c\0");
    assertThat(show("pid/cmdline", "--pid", "17", "--format", "json").isDone().out())
        .contains("\"text\":\"a\\u0000b c\\u0000\"");
    assertThat(show("pid/cmdline", "--pid", "17").isDone().lines())
        .as("for people")
        .containsExactly("pid/cmdline", "  arguments  a", "             b c", "", "a b c");
    write("17/comm", "x\n");
    assertThat(show("pid/comm", "--pid", "17").isDone().lines()).containsExactly("pid/comm", "x");
  }

  @Test
  void aThreadIsReadBelowItsProcess() throws IOException {
    write("17/schedstat", "1 2 3\n");
    write("17/task/18/schedstat", "4 5 6\n");
    assertThat(show("pid/schedstat", "--pid", "17", "--tid", "18").isDone().lines())
        .anyMatch(line -> line.matches("  pcount +6"));
    show("pid/schedstat", "--pid", "17", "--tid", "19")
        .failed(CommandException.ENVIRONMENT, "no thread 19 of process 17");
    show("pid/schedstat", "--pid", "16", "--tid", "18")
        .failed(CommandException.ENVIRONMENT, "no process 16");
  }

  @Test
  void machineAndProcessMayBeMixed() throws IOException {
    write("17/statm", "1 2 3 4 5 6 7\n");
    write("uptime", "1.00 2.00\n");
    assertThat(show("uptime", "pid/statm", "--pid", "17").isDone().lines())
        .contains("uptime", "pid/statm");
  }

  @Test
  void whatIsNoProcessIsSaidInALine() throws IOException {
    write("17/statm", "1 2 3 4 5 6 7\n");
    for (String pid : List.of("0", "-1", "x", "", "1.5", "99999999999999999999", "1 2")) {
      show("pid/statm", "--pid=" + pid)
          .failed(2, "--pid: \u00ab" + pid + "\u00bb is not the number of a process");
    }
    show("pid/statm", "--pid", "17", "--tid", "0")
        .failed(2, "--tid: \u00ab0\u00bb is not the number of a thread");
    show("pid/statm", "--pid", "1234").failed(CommandException.ENVIRONMENT, "no process 1234");
    show("pid/statm").failed(2, "pid/statm belongs to one process: give its number with --pid");
    show("pid/statm", "--tid", "17").failed(2, "give its number with --pid");
    show("uptime", "--pid", "17").failed(2, "--pid is for sources of one process");
    show("pid/statt", "--pid", "17").failed(2, "did you mean pid/stat");
    show("pid/io", "--pid", "17")
        .failed(CommandException.ENVIRONMENT, "17/io: no such file", "CONFIG_TASK_IO_ACCOUNTING");
    Run.of("record", "pid/stat").failed(2, "pid/stat belongs to one process");
  }

  /** Reading smaps_rollup of a kernel thread fails with ESRCH, although the thread exists. */
  @Test
  void aKernelThreadHasNoMemoryAndIsNotGone() {
    Path rollup = Path.of("/proc/2/smaps_rollup");
    assumeTrue(Files.isReadable(rollup) && Files.exists(Path.of("/proc/2/stat")), "root only");
    assumeTrue("[kthreadd]".equals(Procfs.mounted().process(2).name()), "2 is another process");
    Run.of("show", "pid/smaps_rollup", "--pid", "2")
        .failed(CommandException.ENVIRONMENT, "/proc/2: has no memory");
    assertThat(Run.of("sources", "--pid", "2").isDone().lines())
        .anyMatch(line -> line.matches("pid/smaps_rollup +sampled +has no memory +- .*"));
  }

  /** A directory that may not be read exists. */
  @Test
  void whatMayNotBeLookedAtIsNotGone() throws IOException {
    write("17/statm", "1 2 3 4 5 6 7\n");
    Path process = directory.resolve("17");
    Files.setPosixFilePermissions(process, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(process.resolve("statm")), "root may read everything");
      show("pid/statm", "--pid", "17")
          .failed(CommandException.ENVIRONMENT, "17/statm: permission denied");
    } finally {
      Files.setPosixFilePermissions(process, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void thisVeryProcess() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")));
    String pid = Long.toString(ProcessHandle.current().pid());
    assertThat(
            Run.of("show", "pid/stat", "pid/status", "pid/cmdline", "--pid", pid).isDone().lines())
        .anyMatch(line -> line.matches("  pid +" + pid))
        .anyMatch(line -> line.matches("  Tgid +" + pid))
        .contains("pid/status: word", "pid/cmdline");
  }
}
