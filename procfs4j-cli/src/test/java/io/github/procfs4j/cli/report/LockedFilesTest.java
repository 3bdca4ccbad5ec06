package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks over time, by file. */
class LockedFilesTest {
  @TempDir private Path directory;

  /** Made up: two ranges of one file, whose locks change hands, and another file. */
  private Path recorded() throws IOException {
    String other = "3: OFDLCK ADVISORY  WRITE -1 08:01:6 0 EOF\n";
    String first =
        """
        1: POSIX  ADVISORY  WRITE 7 08:01:5 0 9
        2: POSIX  ADVISORY  WRITE 7 08:01:5 10 19
        2: -> POSIX  ADVISORY  WRITE 8 08:01:5 10 19
        2: -> POSIX  ADVISORY  WRITE 9 08:01:5 10 19
        """;
    String second = "1: POSIX  ADVISORY  WRITE 8 08:01:5 10 19\n";
    return RecordedTexts.record(
        directory,
        List.of(
            Map.of("locks", other + first),
            Map.of("locks", other + first),
            Map.of("locks", other + second)));
  }

  @Test
  void theLocksOfAFileAreAddedUp() throws IOException {
    String file = recorded().toString();
    Object source =
        Json.list(Json.parse(Run.of("report", file, "--format", "json").isDone().out()), "sources")
            .getFirst();
    List<?> files = Json.list(source, "files");
    assertThat(files).hasSize(2);
    assertThat(Json.members(files.getFirst()))
        .containsEntry("name", "inode 08:01:5")
        .containsEntry("file", "08:01:5")
        .containsEntry("holders", List.of("7", "8"))
        .containsEntry("waiting", List.of("8", "9"))
        .containsEntry("waiters_max", "2")
        .containsKeys("locks_mean", "waiters_mean", "max_at_seconds");
    assertThat(Json.members(files.getLast()))
        .containsEntry("holders", List.of("an open file"))
        .containsEntry("waiters_max", "0")
        .containsEntry("locks_mean", "1");
    assertThat(Run.of("report", file, "--full").isDone().out())
        .containsPattern("inode 08:01:5 +1\\.\\d+ +[01]\\.\\d+ +2\\.00 +7, 8 +8, 9\n")
        .containsPattern("inode 08:01:6 +1\\.00 +0\\.00 +0\\.00 +an open file")
        .doesNotContain("POSIX", "OFDLCK");
  }

  @Test
  void theyAreAPart() throws IOException {
    String file = recorded().toString();
    Object parts = Json.parse(Run.of("report", file, "locks", "--format", "json").isDone().out());
    assertThat(Json.list(parts, "parts"))
        .extracting(
            part ->
                Json.at(part, "table") + " " + Json.at(part, "row") + " " + Json.at(part, "figure"))
        .containsExactly(
            "file inode 08:01:5, held by 7, 8 waiters",
            "file inode 08:01:5, held by 7, 8 locks",
            "file inode 08:01:6, held by an open file waiters",
            "file inode 08:01:6, held by an open file locks");
    assertThat(Run.of("report", file, "locks", "pid=7", "--figure", "waiters").isDone().out())
        .contains("inode 08:01:5, held by 7 ")
        .doesNotContain("08:01:6");
  }

  /** Names are escaped where they are printed. */
  @Test
  void theFileIsNamedByItsPathAlsoWhenItIsGone() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/locks")), "there is no /proc/locks");
    assumeTrue(Command.has("flock"), "flock is not installed");
    Path locked = directory.toRealPath().resolve("a\033[2Jb");
    Path file = directory.resolve("x.rec");
    Process holder =
        new ProcessBuilder("flock", locked.toString(), "sh", "-c", "echo held; read a").start();
    try {
      assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("held");
      Process waiter = new ProcessBuilder("flock", locked.toString(), "true").start();
      try {
        while (!Files.readString(Path.of("/proc/locks"))
            .matches("(?s).* -> \\S+ +\\S+ +\\S+ " + waiter.pid() + " .*")) {
          assertThat(waiter.isAlive()).isTrue();
          Thread.sleep(20);
        }
        Run.of("record", "locks@50ms", "--duration", "600ms", "-o", file.toString()).isDone();
      } finally {
        waiter.destroyForcibly().waitFor();
      }
    } finally {
      holder.destroyForcibly().waitFor();
    }
    Files.delete(locked);
    String path = locked.toString().replace("\033", "\\x1b");
    assertThat(Run.of("report", file.toString()).isDone().out().replaceAll("\\s+", " "))
        .contains(" waiting for " + path + ", held by " + holder.pid() + " flock");
    assertThat(Run.of("report", file.toString(), "--full").isDone().out())
        .contains(path)
        .doesNotContain("\033");
    Object json = Json.parse(Run.of("report", file.toString(), "--format", "json").isDone().out());
    assertThat(Json.list(Json.list(json, "sources").getFirst(), "files"))
        .filteredOn(each -> locked.toString().equals(Json.at(each, "name")))
        .singleElement()
        .satisfies(each -> assertThat(Json.at(each, "waiters_mean")).isEqualTo("1"));
  }
}
