package io.github.procfs4j.jfr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.printable.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Paths and texts that would clear the screen of whoever reads the log, add lines to it, turn the
 * direction of writing around or be invisible. They are made up.
 */
@Timeout(300)
class HostileMessagesTest {
  private static final String HOSTILE = "a\u001b[2Jb\u202ec\u009bd\u2028e\u3164f\nprocfs4j: fine";

  @TempDir private Path directory;

  private static void areLines(List<String> lines) {
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).isEqualTo(Printable.line(line)))
        .anySatisfy(line -> assertThat(line).contains("\\x1b[2Jb\\u202ec"));
  }

  @Test
  void theLogEscapesPathsAndTexts() throws IOException, InterruptedException {
    Path root = Files.createDirectory(directory.resolve(HOSTILE));
    Files.writeString(root.resolve("uptime"), "1.00 2.00\n");
    Files.writeString(root.resolve("stat"), HOSTILE);
    List<String> lines = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger("io.github.procfs4j.jfr");
    Handler handler = to(lines);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try (ProcfsEvents events =
            ProcfsEvents.of(Procfs.at(root)).with("uptime@10ms").with("stat").register();
        Recording recording = new Recording()) {
      assertThat(events).isNotNull();
      recording.start();
      Recorded.await(() -> lines.stream().anyMatch(line -> line.contains("stat")));
      Files.delete(root.resolve("uptime"));
      Recorded.await(() -> lines.stream().anyMatch(line -> line.contains("uptime")));
      areLines(lines);
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  private static Handler to(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord message) {
        lines.add(message.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void theAgentEscapesItsArgument() {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      Agent.premain(HOSTILE + ",uptime@" + HOSTILE + ",pid:/" + HOSTILE + "(/");
    } finally {
      System.setErr(before);
    }
    List<String> lines = printed.toString(UTF_8).lines().toList();
    areLines(lines);
    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("procfs4j-jfr: "));
  }
}
