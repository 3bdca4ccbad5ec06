package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.Nearest;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the subcommands have in common. */
class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "record",
        "report",
        "diff",
        "study",
        "show",
        "sources",
        "wss",
        "waits",
        "completion"
      })
  void everyCommandHasHelp(String command) {
    Run run = command.isEmpty() ? Run.of("--help") : Run.of(command, "--help");

    assertThat(run.isDone().out())
        .startsWith("Usage: procfs" + (command.isEmpty() ? "" : " " + command) + " ")
        .contains("Exit codes:", "   0   ", "   1   ", "   2   ", "   3   ");
    assertThat(run.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void helpOfTheCommandNamesAllOthers() {
    assertThat(Run.of("--help").out())
        .contains("  record ", "  report ", "  show ", "  sources ", "  wss ", "  completion ");
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(Run.of("--version").isDone().out()).startsWith("procfs ").hasLineCount(1);
  }

  @Test
  void helpAndVersionAreWordsToo() {
    assertThat(Run.of("help")).isEqualTo(Run.of("--help"));
    assertThat(Run.of("help", "record")).isEqualTo(Run.of("record", "--help"));
    assertThat(Run.of("version")).isEqualTo(Run.of("--version"));
    Run.of("help", "recrod").failed(2, "unknown command «recrod»; did you mean record?");
  }

  /** The texts prepared by the build are those of picocli, which handles everything else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "record",
        "report",
        "diff",
        "study",
        "show",
        "sources",
        "cost",
        "wss",
        "waits",
        "completion",
        "help"
      })
  void preparedHelpIsTheHelp(String command) {
    String[] words = (command + " --help").strip().split(" ");
    String[] more = ("-- " + command + " --help").replace("  ", " ").split(" ");
    assertThat(Run.of(words)).isEqualTo(Run.of(more));
    assertThat(Run.of("--version")).isEqualTo(Run.of("--", "--version"));
  }

  /** What picocli treats as a file of arguments is an ordinary file. */
  @Test
  void aFileIsNeverOptions(@TempDir Path directory) throws IOException {
    Path options = Files.writeString(directory.resolve("x.rec"), "--help\n");
    Run.of("report", "@" + options).failed(1, "@" + options + ": no such file");
    Run.of("record", "-o", "@" + options, "uptime", "--duration", "1ms")
        .failed(1, "@" + options + ": there is no directory @" + directory);
    Run.of("show", "@" + options).failed(2, "unknown source «@" + options);
    Run.of("@" + options).failed(2, "unknown command «@" + options);
  }

  @Test
  void afterTwoDashesNothingIsAnOption() {
    Run.of("report", "--", "--html").failed(1, "--html: no such file");
    Run.of("show", "--", "--help").failed(2, "unknown source «--help»");
    Run.of("record", "--", "--help").failed(127, "--help: no such command");
    Run.of("cost", "--", "-h").failed(2, "unknown source «-h»");
    Run.of("wss", "--", "--version").failed(2, "«--version»");
    Run.of("completion", "--", "-V").failed(2, "SHELL", "-V");
    Run.of("sources", "--", "-V").failed(2, "«-V»");
    assertThat(Run.of("show", "--root", Tree.REAL.toString(), "--", "uptime").isDone().out())
        .startsWith("uptime\n");
    assertThat(Run.of("--", "show", "uptime", "--root", Tree.REAL.toString()).isDone().out())
        .startsWith("uptime\n");
  }

  @ParameterizedTest
  @CsvSource({
    "show, SOURCE is missing; see procfs show --help",
    "show stat --format, --format: FORMAT is missing; see procfs show --help",
    "show stat --format xml, --format: «xml» is not one of table",
    "completion csh, SHELL: «csh» is not one of bash",
    "show stat --root=, --root: an empty string is not the name of a file",
    "show stat --sched-debug a/, --sched-debug: «a/» ends in a slash",
    "record stat -o a/, --output: «a/» ends in a slash",
    "report a.rec/, FILE: «a.rec/» is not a directory",
    "report a.rec --html a/, --html: «a/» ends in a slash",
  })
  void whatIsWrongIsNamedFirst(String command, String message) {
    Run.of(command.split(" ")).failed(2, "procfs: " + message);
  }

  @Test
  void aCommandIsNeeded() {
    assertThat(Run.of().failed(2, "a command is missing", "record", "show", "procfs --help").out())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shwo, did you mean show?",
    "recrod, did you mean record?",
    "--hlep, did you mean --help?",
    "xyzzy, see procfs --help"
  })
  void whatIsNotKnownIsNamedWithTheNearest(String word, String hint) {
    Run.of(word).failed(2, "«" + word + "»", hint);
  }

  @Test
  void theNearestIsNotFar() {
    List<String> known = List.of("stat", "vmstat", "diskstats", "meminfo", "uptime");

    assertThat(Nearest.to("statt", known)).hasValue("stat");
    assertThat(Nearest.to("Stat", known)).hasValue("stat");
    assertThat(Nearest.to("disk", known)).hasValue("diskstats");
    assertThat(Nearest.to("memifno", known)).hasValue("meminfo");
    assertThat(Nearest.to("vmstta", known)).hasValue("vmstat");
    assertThat(Nearest.to("interrupts", known)).isEmpty();
    assertThat(Nearest.to("", known)).isEmpty();
    assertThat(Nearest.to("x", known)).isEmpty();
  }

  /** As with a full disk; closed pipes are tested with real ones. */
  @Test
  void anErrorOfStandardOutputIsSaid() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    for (String[] command :
        List.of(
            new String[] {"--help"},
            new String[] {"show", "uptime", "--root", Tree.REAL.toString()},
            new String[] {"show", "stat", "--format", "csv", "--root", Tree.REAL.toString()},
            new String[] {"show", "stat", "--format", "json", "--root", Tree.REAL.toString()})) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int code = Main.run(command, Streams.of(full, err), () -> false);
      assertThat(err).hasToString("procfs: standard output: No space left on device\n");
      assertThat(code).isEqualTo(CommandException.FAILED);

      err.reset();
      assertThat(Main.run(command, Streams.of(full, err), () -> true)).isZero();
      assertThat(err.size()).isZero();
    }
  }

  @Test
  void anInternalErrorIsALineToo() {
    assertThat(Messages.of(new IllegalStateException("oops")))
        .startsWith("internal error: please report this line and the command: ")
        .contains("java.lang.IllegalStateException: oops at ")
        .contains("MainTest");
  }

  @ParameterizedTest
  @CsvSource({
    "1ns, 1",
    "500us, 500000",
    "500µs, 500000",
    "100ms, 100000000",
    "1.5s, 1500000000",
    "2m, 120000000000",
    "1h, 3600000000000",
    "7d, 604800000000000"
  })
  void durationsHaveUnits(String text, long nanos) {
    assertThat(DurationArgument.nanos("x", text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "ms", "-1s", "1e3s", "1 s", "1S", "0.1ns", "1000000d", ".5s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> DurationArgument.nanos("--every", text))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("--every: «" + text + "»");
  }
}
