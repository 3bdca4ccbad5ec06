package io.github.procfs4j.cli.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.SignalTest;
import io.github.procfs4j.cli.report.RecordedTexts;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt of {@code procfs sql} in a pseudo-terminal. Texts are made up. */
class PromptTest {
  private static final String PROMPT = "sql> ";

  /** The last line of an answer, and not the progress of a slow one. */
  private static final String ONE_ROW = "1 row\r\n";

  /** What switches off the bracketed paste of a line. */
  private static final String END_OF_LINE = "\u001b[?2004l";

  @TempDir private Path directory;
  private Path recording = Path.of("");
  private final StringBuilder shown = new StringBuilder();
  private @Nullable Process process;

  @BeforeEach
  void record() throws IOException {
    assumeTrue(Command.has("script"), "script, of util-linux, makes the terminal");
    String text = "8 0 sda 1 0 80 40 0 0 0 0 0 1 0\n";
    recording =
        RecordedTexts.record(
            directory, List.of(Map.of("diskstats", text), Map.of("diskstats", text)));
  }

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "script",
                "-qec",
                // A shell that waits, as dash does, would end by the Ctrl-C meant for the query.
                "stty rows 20 cols 80; exec " + Command.line("sql", recording.toString()),
                "/dev/null")
            .redirectErrorStream(true);
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("TERM", "xterm");
    builder.environment().put("LESS", "");
    builder.environment().remove("XDG_STATE_HOME");
    process = builder.start();
    return process;
  }

  /** Sends keys, and reads until the terminal shows a text after what it showed before. */
  private String type(Process to, String keys, String until) throws IOException {
    int from = shown.length();
    Writer out = to.outputWriter(UTF_8);
    out.write(keys);
    out.flush();
    Reader in = to.inputReader(UTF_8);
    while (shown.indexOf(until, from) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new AssertionError("ended after " + shown);
      }
      shown.append((char) c);
    }
    return shown.substring(from);
  }

  /** Ends the prompt. The key is repeated: while no line is read, the terminal takes it. */
  private static void finish(Process process) throws IOException, InterruptedException {
    Thread keys = typing("\u0004", process);
    process.inputReader(UTF_8).transferTo(Writer.nullWriter());
    keys.interrupt();
    keys.join();
    assertThat(process.waitFor()).isZero();
  }

  /** Types a key again and again. */
  private static Thread typing(String key, Process to) {
    return Thread.startVirtualThread(
        () -> {
          try {
            while (true) {
              to.outputWriter(UTF_8).write(key);
              to.outputWriter(UTF_8).flush();
              Thread.sleep(200);
            }
          } catch (IOException | InterruptedException e) {
            // It has ended.
          }
        });
  }

  @Test
  void namesAreCompletedAndQueriesAnswered() throws Exception {
    Process sql = start();
    // A question to the terminal ends in $p or c; who asks one may take keys for the answer.
    assertThat(type(sql, "", PROMPT)).doesNotContain("$p", "\u001b[c");
    // A word, a relation, and a field of it after a parenthesis; as DuckDB allows, FROM comes
    // first.
    assertThat(type(sql, "fro\tdiskstats.disk_fi\tSELECT count(r_aw\t) + 42 AS n;\r", ONE_ROW))
        .contains("\r\n42\r\n");
    type(sql, "", PROMPT);
    assertThat(type(sql, ".tables\r", "recording.sources")).contains("diskstats.disk_figures");
    type(sql, "", PROMPT);
    assertThat(type(sql, "SELECT\rnope FROM diskstats.disk;\r", "^^^^")).contains("Binder Error");
    type(sql, "", PROMPT);
    finish(sql);

    Path history = directory.resolve(".local/state/procfs/sql_history");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
    Process again = start();
    type(again, "", PROMPT);
    type(again, "\u0010\u0010", "SELECT"); // Ctrl-P: the query before
    type(again, "\u0003", END_OF_LINE);
    type(again, "", PROMPT);
    finish(again);
  }

  @Test
  void aLongResultIsShownByLessWhileItIsComputed() throws Exception {
    assumeTrue(Command.has("less"), "less shows long results");
    Process sql = start();
    type(sql, "", PROMPT);
    // More rows than could be computed before the test ends.
    type(sql, "SELECT i, 'x' FROM range(1000000000000) r(i);\r", "\n:");
    type(sql, "q", PROMPT);
    assertThat(type(sql, "SELECT 6 * 7 AS n;\r", ONE_ROW)).contains("42");
    type(sql, "", PROMPT);
    finish(sql);
  }

  @Test
  void ctrlCEndsAQueryAndNotThePrompt() throws Exception {
    Process sql = start();
    SignalTest.assumeHeeds(sql, 2);
    type(sql, "", PROMPT);
    type(sql, "SELECT count(*) FROM range(100000000000) a(i), range(1000000) b(j);\r", "SELECT");
    // The query may not have begun: then the key does nothing.
    Thread keys = typing("\u0003", sql);
    type(sql, "", "cancelled");
    keys.interrupt();
    keys.join();
    type(sql, "", PROMPT);
    assertThat(type(sql, "SELECT 6 * 7 AS n;\r", ONE_ROW)).contains("42");
    type(sql, "", PROMPT);
    finish(sql);
  }
}
