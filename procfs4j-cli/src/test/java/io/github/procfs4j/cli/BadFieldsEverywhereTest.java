package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All files that a kernel printed, each with a bad field, passed through the commands: whatever the
 * field, every command ends normally and reports what it could not parse.
 */
class BadFieldsEverywhereTest {
  private static final Pattern NUMBER = Pattern.compile("(?<=[ \t=:])-?\\d+(\\.\\d+)?(?=[ \t\n])");

  /** The number of parts of each file; one field in each part becomes bad in turn. */
  private static final int PARTS = 4;

  /** Each value is tried in one part, by its length; {@code -Dprocfs.fields=all} tries all. */
  private static final boolean IS_WHOLE = "all".equals(System.getProperty("procfs.fields"));

  private static final List<String> IS_NO_NUMBER = List.of("18446744073709551616", "1e3", "0x10");

  /** The message about a text on which a parser failed unexpectedly. */
  private static final String UNFORESEEN = "a text that its parser can read to the end";

  @TempDir private Path directory;

  private static List<String> names() {
    return Procfs.sampledFiles().stream()
        .map(file -> file.source().name())
        .filter(name -> Files.exists(Corpus.tree("amd64-6.12-smp4-numa2", "s0").resolve(name)))
        .toList();
  }

  /** A tree in which a number of each file, somewhere in its {@code part}, is replaced. */
  private Path tree(int part, String instead) throws IOException {
    Path tree = directory.resolve("tree" + part);
    for (String name : names()) {
      String text =
          Files.readString(Corpus.tree("amd64-6.12-smp4-numa2", "s0").resolve(name), ISO_8859_1);
      List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
      if (numbers.isEmpty()) {
        continue; // a heading alone, where there is no shared memory
      }
      MatchResult number = numbers.get(part * (numbers.size() - 1) / (PARTS - 1));
      Path file = tree.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          text.substring(0, number.start()) + instead + text.substring(number.end()),
          ISO_8859_1);
    }
    return tree;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "18446744073709551615", "18446744073709551616", "1e3", "0x10", " ", ""})
  void endNothing(String instead) throws IOException {
    for (int part = 0; part < PARTS; part++) {
      if (!IS_WHOLE && part != instead.length() % PARTS) {
        continue;
      }
      Path tree = tree(part, instead);
      String recording = directory.resolve("recording").toString();
      Run recorded =
          Run.of(
              "record",
              "all@10ms",
              "-o",
              recording,
              "--force",
              "--root",
              tree.toString(),
              "--duration",
              "25ms");
      endsWell(recorded);
      if (IS_NO_NUMBER.contains(instead)) {
        assertThat(recorded.err()).contains("not understood");
      }
      endsWell(
          Run.of(
              "report", recording, "--html", directory.resolve("page.html").toString(), "--force"));
      for (String format : List.of("table", "csv", "json")) {
        List<String> words = new ArrayList<>(List.of("show", "--root", tree.toString()));
        words.addAll(List.of("--format", format));
        words.addAll(names());
        Run shown = Run.of(words.toArray(String[]::new));
        assertThat(shown.err()).doesNotContain("internal error", UNFORESEEN);
        if (format.equals("json")) {
          shown.out().lines().forEach(Json::parse);
        }
      }
    }
  }

  private static void endsWell(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err() + run.out())
        .doesNotContain("internal error", UNFORESEEN, "NaN", "Infinity");
    assertThat(Stream.of(run.err().split("\n", -1)))
        .allMatch(line -> line.isEmpty() || line.startsWith("procfs: "));
  }
}
