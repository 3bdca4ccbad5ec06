package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command shows on a terminal, and only there. */
public class TtyTest {
  private static final String ROOT = Tree.REAL.toAbsolutePath().toString();

  @TempDir private Path directory;

  @BeforeAll
  public static void needsATerminal() {
    assumeTrue(Command.has("script"), "script, of util-linux, makes the terminal");
  }

  @Test
  public void progressIsShownInOneLineOnATerminal() throws Exception {
    String command =
        Command.line("record", "--every", "10ms", "--duration", "3500ms", "--root", ROOT)
            + " -o '"
            + directory.resolve("x.rec")
            + "'";
    Process process = new ProcessBuilder("script", "-qec", command, "/dev/null").start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();

    Matcher lines =
        Pattern.compile(
                "\r"
                    + "(busy [0-9]+ %  )?(avail [0-9.]+ [KMG]iB  )?([^\r"
                    + "]* CPU  )?(own CPU [0-9.]+ %  )?since [0-9:]{8}")
            .matcher(shown);
    int count = 0;
    int end = 0;
    while (lines.find()) {
      count++;
      end = lines.end();
    }
    // At most four in a second.
    assertThat(count).isBetween(2, 14);
    // Erased, then the report, which begins in bold.
    assertThat(shown.substring(end)).matches("(?s)[^\r]*\r +\r(\033\\[1m)?[^ ].*");
    assertThat(shown.substring(end)).contains("Summary of ");
  }

  @Test
  public void problemsAreShownInLinesOfTheirOwn() throws Exception {
    Path tree = Tree.copy(directory);
    String command =
        Command.line("record", "--duration", "4s", "--root", tree.toString())
            + " -o '"
            + directory.resolve("x.rec")
            + "'";
    Process process = new ProcessBuilder("script", "-qec", command, "/dev/null").start();
    process.getOutputStream().close();
    StringBuilder shown = new StringBuilder();
    Reader terminal = process.inputReader(UTF_8);
    readUntil(terminal, shown, "since ");
    Files.delete(tree.resolve("stat"));
    Files.writeString(tree.resolve("uptime"), "soon\n");
    readUntil(terminal, shown, null);
    assertThat(process.waitFor()).isZero();

    assertThat(shown.toString())
        .containsPattern("\r +\rprocfs: ") // whichever is noticed first
        .containsPattern("[\r\n]procfs: [^\r\n]*/stat: no such file[^\r\n]*\r\n")
        .containsPattern("[\r\n]procfs: [^\r\n]*/uptime:1:1: [^\r\n]*\r\n");
    assertThat(shown.toString().split("procfs: [^\r\n]*/uptime:1:1: ", -1)).hasSize(2);
  }

  /** Reads until a text has been shown, or to the end if there is none. */
  private static void readUntil(Reader terminal, StringBuilder shown, @Nullable String text)
      throws IOException {
    while (text == null || shown.indexOf(text) < 0) {
      int c = terminal.read();
      if (c < 0) {
        return;
      }
      shown.append((char) c);
    }
  }

  @Test
  public void aRecordingOrAPageIsNotWrittenToATerminal() throws Exception {
    Path file = directory.resolve("x.rec");
    Run.of("record", "uptime", "--duration", "1ms", "--root", ROOT, "-o", file.toString());
    for (String line :
        List.of(
            Command.line("record", "-o", "-"),
            Command.line("report", file.toString(), "--html", "-"))) {
      Process process = new ProcessBuilder("script", "-qec", line, "/dev/null").start();
      process.getOutputStream().close();
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .startsWith("procfs: ")
          .contains(" -: standard output is a terminal");
      assertThat(process.waitFor()).isEqualTo(2);
    }
  }
}
