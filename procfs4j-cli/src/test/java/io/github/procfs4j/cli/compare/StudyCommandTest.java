package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procfs study}, with real programs. */
class StudyCommandTest {
  @TempDir private Path temporary;
  private Path directory;

  @BeforeAll
  static void needsProcfs() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("sh"), "sh is not installed");
  }

  @BeforeEach
  void nameDirectory() {
    directory = temporary.resolve("study");
  }

  private Run study(String... options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(Command.words("study"));
    words.addAll(List.of("--pause", "1ms", "-o", directory.toString()));
    words.addAll(Arrays.asList(options));
    return Command.end(new ProcessBuilder(words).start());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The slower command takes so much longer that no other load hides it. */
  @Test
  void theSlowerCommandIsFound() throws Exception {
    String rule = "command time > +10 %";
    Run run =
        study(
            "-n",
            "4",
            "--a",
            "true",
            "--b",
            "sleep 2; echo done",
            "--fail-if",
            rule,
            "--format",
            "json");
    assertThat(run.code()).as(run.err()).isEqualTo(ComparisonOptions.MET);
    assertThat(names(directory.resolve("a")))
        .containsExactly("01.rec", "02.rec", "03.rec", "04.rec");
    assertThat(names(directory.resolve("b"))).hasSize(4);
    assertThat(run.err()).contains("4 runs of each command; the order is that of --seed ");
    Object json = Json.parse(run.out());
    Object time = Json.at(json, "time");
    assertThat(Json.members(time))
        .containsEntry("verdict", "different")
        .containsEntry("figure", "time")
        .containsEntry("delta", "1");
    assertThat(Double.parseDouble((String) Json.at(time, "median_b"))).isGreaterThan(2);
    String a = directory.resolve("a").toString();
    String b = directory.resolve("b").toString();
    Run again = Run.of("diff", "--fail-if", rule, a, "--", b);
    assertThat(again.code()).isEqualTo(ComparisonOptions.MET);
    assertThat(again.out())
        .containsPattern("Time of the command: \\+[0-9,]+ %")
        .contains("--fail-if '" + rule + "': met by 1 of 1 figure");
  }

  @Test
  void aCommandThatFailsEndsTheStudy() throws Exception {
    Path count = temporary.resolve("count");
    Files.writeString(count, "");
    Run run =
        study(
            "-n",
            "3",
            "--seed",
            "7",
            "--a",
            "true",
            "--b",
            "echo x >> '" + count + "'; test $(wc -l < '" + count + "') -lt 2 || exit 3");
    assertThat(run.code()).isEqualTo(StudyCommand.COMMAND_FAILED);
    assertThat(run.err())
        .contains("the order is that of --seed 7")
        .contains("run 2 of B (" + directory.resolve("b/02.rec") + ") failed with exit code 3;");
    assertThat(names(directory.resolve("b"))).containsExactly("01.rec", "02.rec");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theOrderIsThatOfTheSeed() throws Exception {
    Path order = temporary.resolve("order");
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      directory = temporary.resolve("study" + i);
      Files.writeString(order, "");
      study(
          "-n",
          "5",
          "--seed",
          "12",
          "--a",
          "echo a >> '" + order + "'",
          "--b",
          "echo b >> '" + order + "'");
      orders.add(Files.readString(order).replace("\n", ""));
    }
    assertThat(orders.getFirst()).hasSize(10).matches("(ab|ba){5}").contains("ab").contains("ba");
    assertThat(orders.getLast()).isEqualTo(orders.getFirst());
  }

  @Test
  void wrongOptions() throws Exception {
    Run.of("study", "--a", "true").failed(CommandException.USAGE, "--b");
    Run.of("study", "--a", "true", "--b", " ").failed(CommandException.USAGE, "--b: ");
    Run.of("study", "--a", "true", "--b", "true", "-n", "0")
        .failed(CommandException.USAGE, "-n: from 1 to 1000");
    Run.of("study", "--a", "true", "--b", "true", "-o", temporary.toString())
        .failed(CommandException.USAGE, "already exists");
    Run.of(
            "study",
            "--a",
            "true",
            "--b",
            "true",
            "--fail-if",
            "nonsense",
            "-o",
            directory.toString())
        .failed(CommandException.USAGE, "--fail-if: ");
    assertThat(directory).doesNotExist();
  }
}
