package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of runs and what becomes of their recordings: made up, each contains its number. */
class StudyTest {
  @TempDir private Path directory;
  private final List<String> said = new ArrayList<>();
  private int started;

  private int write(Path file) throws IOException {
    assertThat(Files.writeString(file, Integer.toString(++started))).exists();
    return 0;
  }

  private Study study(int runs, boolean repeats, Study.Runner runner, Study.Judge judge) {
    return new Study(directory, runs, repeats, runner, judge, said::add);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aDisturbedRunIsNamedAndKept() throws IOException {
    Study study = study(2, false, (isA, file) -> write(file), file -> "much else");
    assertThat(study.run(new SplittableRandom(1))).isTrue();
    assertThat(files()).containsExactly("a/01.rec", "a/02.rec", "b/01.rec", "b/02.rec");
    assertThat(said)
        .hasSize(4)
        .contains("run 2 of A (" + directory.resolve("a/02.rec") + ") was disturbed: much else");
  }

  @Test
  void aDisturbedRunIsRepeatedUntilItIsNot() throws IOException {
    int[] judged = {0};
    Study study =
        study(
            1,
            true,
            (isA, file) -> write(file),
            file -> file.startsWith(directory.resolve("b")) && ++judged[0] < 3 ? "much else" : "");
    assertThat(study.run(new SplittableRandom(1))).isTrue();
    assertThat(files())
        .containsExactly("a/01.rec", "b/01.rec", "disturbed/b-01-1.rec", "disturbed/b-01-2.rec");
    assertThat(study.ofA()).containsExactly(directory.resolve("a/01.rec"));
    assertThat(study.ofB()).containsExactly(directory.resolve("b/01.rec"));
    int last = Integer.parseInt(Files.readString(directory.resolve("b/01.rec")));
    assertThat(Files.readString(directory.resolve("disturbed/b-01-2.rec")))
        .isEqualTo(Integer.toString(last - 1));
    assertThat(said)
        .hasSize(2)
        .allSatisfy(text -> assertThat(text).endsWith("was disturbed: much else; it is repeated"));
  }

  /** After three repetitions the run counts as it is. */
  @Test
  void repeatingEnds() throws IOException {
    Study study = study(1, true, (isA, file) -> write(file), file -> "much else");
    assertThat(study.run(new SplittableRandom(1))).isTrue();
    assertThat(started).isEqualTo(8);
    assertThat(files())
        .containsExactly(
            "a/01.rec",
            "b/01.rec",
            "disturbed/a-01-1.rec",
            "disturbed/a-01-2.rec",
            "disturbed/a-01-3.rec",
            "disturbed/b-01-1.rec",
            "disturbed/b-01-2.rec",
            "disturbed/b-01-3.rec");
    assertThat(said.stream().filter(text -> text.endsWith("it is repeated"))).hasSize(6);
    assertThat(said).hasSize(8);
  }

  @Test
  void aFailedRunIsNotComparedLater() throws IOException {
    Study study = study(3, true, (isA, file) -> write(file) + (started == 4 ? 3 : 0), file -> "");
    assertThat(study.run(new SplittableRandom(1))).isFalse();
    assertThat(started).isEqualTo(4);
    boolean isOfA = !Files.exists(directory.resolve("a/02.rec"));
    String kept = isOfA ? "failed/a-02.rec" : "failed/b-02.rec";
    assertThat(files()).hasSize(4).contains("a/01.rec", "b/01.rec", kept);
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith(isOfA ? "run 2 of A (" : "run 2 of B (")
        .endsWith(" failed with exit code 3; its recording is now " + directory.resolve(kept));
    assertThat(study.kept())
        .contains(isOfA ? "has 1 complete run of A and 2 complete runs of B" : "has 2 complete ")
        .endsWith(
            "; procfs diff %s -- %s compares them"
                .formatted(directory.resolve("a"), directory.resolve("b")));
  }

  /** A signal ends a study in another thread, while a command runs or between two. */
  @Test
  void anInterruptedRunIsNotComparedLater() throws IOException {
    List<String> abandoned = new ArrayList<>();
    Study[] study = new Study[1];
    study[0] =
        study(
            1,
            false,
            (isA, file) -> {
              if (started == 0) {
                abandoned.add(study[0].abandon()); // nothing has been recorded
                abandoned.add(study[0].kept());
              }
              write(file);
              if (started == 2) {
                abandoned.add(study[0].abandon());
                abandoned.add(study[0].kept());
              }
              return 0;
            },
            file -> "");
    assertThat(study[0].run(new SplittableRandom(1))).isTrue();
    assertThat(files()).hasSize(2).anyMatch(file -> file.matches("failed/[ab]-01.rec"));
    assertThat(abandoned)
        .satisfiesExactly(
            first -> assertThat(first).isEmpty(),
            kept -> assertThat(kept).endsWith(" has 0 complete runs of A and 0 complete runs of B"),
            second -> assertThat(second).startsWith("; its recording is now "),
            kept -> assertThat(kept).contains("has ").contains("0 complete runs"));
  }

  @Test
  void eachPairHasAnOrderOfItsOwn() throws IOException {
    StringBuilder order = new StringBuilder();
    Study study =
        study(
            20,
            false,
            (isA, file) -> {
              order.append(isA ? 'a' : 'b');
              return write(file);
            },
            file -> "");
    assertThat(study.run(new SplittableRandom(1))).isTrue();
    assertThat(order.toString()).matches("(ab|ba){20}").contains("aa").contains("bb");
    assertThat(files()).hasSize(40).contains("a/20.rec").doesNotContain("a/1.rec");
  }
}
