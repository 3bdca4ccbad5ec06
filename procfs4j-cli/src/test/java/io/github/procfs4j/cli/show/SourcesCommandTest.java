package io.github.procfs4j.cli.show;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesCommandTest {
  @TempDir private Path directory;

  private static List<Object> json(Path root) {
    return Run.of("sources", "--format", "json", "--root", root.toString())
        .isDone()
        .lines()
        .stream()
        .map(Json::parse)
        .toList();
  }

  private static Object source(List<Object> sources, String name) {
    return sources.stream()
        .filter(source -> name.equals(Json.at(source, "source")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allAreListedAndTried() throws IOException {
    List<Object> sources = json(Tree.REAL);

    assertThat(sources)
        .hasSize(
            Procfs.sampledFiles().size()
                + Procfs.onceFiles().size()
                + Procfs.sampledProcessFiles().size()
                + Procfs.onceProcessFiles().size());
    Object stat = source(sources, "stat");
    assertThat(Json.at(stat, "mode")).isEqualTo("sampled");
    assertThat(Json.at(stat, "readable")).isEqualTo(true);
    assertThat(Json.at(stat, "bytes"))
        .isEqualTo(Long.toString(Files.size(Tree.REAL.resolve("stat"))));
    assertThat(Json.at(source(sources, "version"), "mode")).isEqualTo("once");
  }

  @Test
  void filesOfProcessesAreTriedOnTheProcessGivenElseOnItself() throws IOException {
    Path tree = Tree.copy(directory);
    assertThat(Json.at(source(json(tree), "pid/stat"), "outcome")).isEqualTo("absent");
    Files.createDirectories(tree.resolve("self"));
    Files.writeString(tree.resolve("self/stat"), "17 (x) S 1\n");
    assertThat(Json.at(source(json(tree), "pid/stat"), "readable")).isEqualTo(true);
    assertThat(Json.at(source(json(tree), "pid/cmdline"), "readable")).isEqualTo(false);
    Files.createDirectories(tree.resolve("18"));
    Files.writeString(tree.resolve("18/cmdline"), "x");
    List<Object> sources =
        Run.of("sources", "--format", "json", "--root", "" + tree, "--pid", "18")
            .isDone()
            .lines()
            .stream()
            .map(Json::parse)
            .toList();
    assertThat(Json.at(source(sources, "pid/stat"), "readable")).isEqualTo(false);
    assertThat(Json.at(source(sources, "pid/cmdline"), "readable")).isEqualTo(true);
    Run.of("sources", "--root", "" + tree, "--pid", "19")
        .failed(CommandException.ENVIRONMENT, "no process 19");
  }

  @Test
  void schedDebugIsWhereTheUserSays() throws IOException {
    Path tree = Tree.copy(directory);
    Path elsewhere =
        Files.writeString(directory.resolve("debug"), "Sched Debug Version: v0.11, 6.1\n");
    Run.of("show", "sched_debug", "--root", tree.toString())
        .failed(CommandException.ENVIRONMENT, tree + "/sched_debug: no such file");
    Run.of("show", "sched_debug", "--root", tree.toString(), "--sched-debug", "" + elsewhere)
        .isDone();
    List<Object> sources =
        Run.of("sources", "--format", "json", "--root", "" + tree, "--sched-debug", "" + elsewhere)
            .isDone()
            .lines()
            .stream()
            .map(Json::parse)
            .toList();
    assertThat(Json.at(source(sources, "sched_debug"), "readable")).isEqualTo(true);
  }

  @Test
  void theOptionThatTheKernelWasBuiltWithoutIsNamed() throws IOException {
    Path tree = Tree.copy(directory);
    Files.delete(tree.resolve("diskstats"));
    assertThat(String.valueOf(Json.at(source(json(tree), "diskstats"), "problem")))
        .endsWith("it depends on CONFIG_BLOCK");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(tree.resolve("config.gz")))) {
      out.write("# CONFIG_BLOCK is not set\n".getBytes(US_ASCII));
    }
    assertThat(String.valueOf(Json.at(source(json(tree), "diskstats"), "problem")))
        .endsWith("this kernel was built without CONFIG_BLOCK, as its config.gz says");
  }

  @Test
  void itIsSaidWhyOneCannotBeRead() throws IOException {
    Path tree = Tree.copy(directory);
    Files.delete(tree.resolve("stat"));
    Files.delete(tree.resolve("version"));
    Files.writeString(tree.resolve("meminfo"), "nonsense\n");
    Files.delete(tree.resolve("diskstats"));
    Files.createDirectory(tree.resolve("diskstats"));

    List<Object> sources = json(tree);
    assertThat(Json.at(source(sources, "stat"), "readable")).isEqualTo(false);
    assertThat(Json.at(source(sources, "stat"), "outcome")).isEqualTo("absent");
    assertThat(Json.at(source(sources, "stat"), "problem")).isEqualTo(tree + "/stat: no such file");
    assertThat(Json.at(source(sources, "stat"), "bytes")).isNull();
    assertThat(Json.at(source(sources, "version"), "outcome")).isEqualTo("absent");
    assertThat(Json.at(source(sources, "meminfo"), "outcome")).isEqualTo("malformed");
    assertThat((String) Json.at(source(sources, "meminfo"), "problem")).contains("meminfo:1:");
    assertThat((String) Json.at(source(sources, "diskstats"), "problem"))
        .contains("is a directory");

    List<String> lines = Run.of("sources", "--root", tree.toString()).isDone().lines();
    assertThat(lines.getFirst()).startsWith("source ");
    assertThat(lines)
        .anyMatch(line -> line.matches("stat +sampled +absent +- .*/stat: no such file\\)"))
        .anyMatch(line -> line.matches("uptime +sampled +yes +12 .*"));
  }

  @Test
  void whatIsNotPermittedSaysSo() throws IOException {
    Path tree = Tree.copy(directory);
    Files.setPosixFilePermissions(
        tree.resolve("stat"), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(tree.resolve("stat")), "root may read everything");

    assertThat(Json.at(source(json(tree), "stat"), "outcome")).isEqualTo("not permitted");
  }

  @Test
  void aRootThatIsNotThereFails() {
    Run.of("sources", "--root", directory + "/none")
        .failed(CommandException.ENVIRONMENT, "no such directory");
  }
}
