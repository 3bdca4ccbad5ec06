package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.Text;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command prints to terminals of any width: nothing sticks out, and nothing is lost. */
class WidthsTest {
  private static final int NARROWEST = 20;
  private static final int WIDEST = 400;

  /** Less than this may be too little for a number of 64 bits and what it is of. */
  private static final int ROOM_FOR_A_NUMBER = 48;

  private static final Pattern NUMBER = Pattern.compile("(?<!\\S)[0-9][0-9,.]*(?!\\S)");

  /** Of a report these alone, as names of processes, which are cut, may be numbers. */
  private static final Pattern DECIMAL = Pattern.compile("(?<!\\S)[0-9]+\\.[0-9]{2,}(?!\\S)");

  @TempDir private static Path directory;

  private static Run run(int columns, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Streams streams = new Streams(new Output(out, columns, true), new Output(err, columns, true));
    int code = Main.run(arguments, streams, () -> false);
    String plain = out.toString().replaceAll("\\033\\[[01]m", "");
    return new Run(code, plain, err.toString());
  }

  /** Every width where little room makes a difference, and some of the others. */
  private static IntStream widths() {
    return IntStream.rangeClosed(NARROWEST, WIDEST)
        .filter(columns -> columns <= 60 ? columns % 3 == 2 : columns % 50 == 0 || columns == 80);
  }

  private static Set<String> numbers(Pattern number, String text) {
    return number
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void fits(Pattern number, String... arguments) {
    Run wide = run(WIDEST, arguments);
    assertThat(wide.code()).isZero();
    widths()
        .forEach(
            columns -> {
              Run run = run(columns, arguments);
              assertThat(run.code()).isZero();
              assertThat(run.err()).doesNotContain("internal error");
              assertThat(numbers(number, run.out()))
                  .as("in %d columns", columns)
                  .containsAll(numbers(number, wide.out()));
              assertThat(run.lines())
                  .filteredOn(line -> columns >= ROOM_FOR_A_NUMBER || !NUMBER.matcher(line).find())
                  .allSatisfy(
                      line -> assertThat(Text.of(line).columns()).as(line).isBetween(0, columns));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "meminfo", "vmstat", "diskstats", "uptime"})
  void showFits(String source) {
    fits(NUMBER, "show", source, "--root", Tree.REAL.toString());
  }

  @Test
  void sourcesFit() {
    fits(NUMBER, "sources", "--root", Tree.REAL.toString());
  }

  @Test
  void aReportWithProcessesFits() {
    Path file = directory.resolve("x.rec");
    Run recorded =
        run(
            80,
            "record",
            "stat",
            "meminfo",
            "pid:" + ProcessHandle.current().pid(),
            "--threads",
            "--every",
            "20ms",
            "--duration",
            "200ms",
            "-o",
            file.toString());
    assertThat(recorded.code()).isZero();
    fits(DECIMAL, "report", file.toString());
  }
}
