package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that kernels printed, with one field replaced by an impossible number or something else, or
 * left out: the report has a value within its limits, or a remark on the reason.
 *
 * <p>A build tries {@code -Dprocfs.bad-fields} fields of each file; {@code -Dprocfs.fields=all}
 * tries all of all kernels, which takes an hour, and {@code -Dprocfs.fields=stat} all of that file.
 */
class BadFieldsTest {
  private static final String WHOLE = System.getProperty("procfs.fields", "");
  private static final int FIELDS = Integer.getInteger("procfs.bad-fields", 5);
  private static final Pattern NUMBER = Pattern.compile("(?<=[ \t=:])-?\\d+(\\.\\d+)?(?=[ \t\n])");

  /** The replacements of a number; null if the field is left out. */
  private static final List<String> BAD =
      List.of("-1", "18446744073709551615", "18446744073709551616", "1e3", "0x10", " ", "");

  @TempDir private Path root;

  record Text(String kernel, SampledFile<?> file) {
    String at(String moment) {
      try {
        Path path = Corpus.tree(kernel, moment).resolve(file.source().name());
        return Files.readString(path, ISO_8859_1);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String toString() {
      return kernel + "/" + file.source().name();
    }
  }

  static Stream<Text> texts() {
    List<String> kernels = Corpus.variants();
    List<SampledFile<?>> files =
        Procfs.sampledFiles().stream().filter(file -> !file.figures().isEmpty()).toList();
    List<Text> texts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      for (int k = 0; k < kernels.size(); k++) {
        SampledFile<?> file = files.get(i);
        if ((isWhole(file) || k == i % kernels.size())
            && Files.exists(Corpus.tree(kernels.get(k), "s0").resolve(file.source().name()))) {
          texts.add(new Text(kernels.get(k), file));
        }
      }
    }
    return texts.stream();
  }

  private static boolean isWhole(SampledFile<?> file) {
    return WHOLE.equals("all") || WHOLE.equals(file.source().name());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void noFigureIsImpossibleOrLostWithoutARemark(Text text) throws IOException {
    String before = text.at("s0");
    String after = text.at("s1");
    Reported usual = report(text.file(), before, after);
    List<int[]> places = new ArrayList<>();
    Matcher number = NUMBER.matcher(after);
    while (number.find()) {
      places.add(new int[] {number.start(), number.end()});
    }
    SoftAssertions softly = new SoftAssertions();
    int step = isWhole(text.file()) ? 1 : Math.max(1, places.size() / FIELDS);
    for (int p = 0; p < places.size(); p += step) {
      int[] place = places.get(p);
      String bad = after.substring(0, place[0]) + "%s" + after.substring(place[1]);
      for (int b = 0; b < BAD.size(); b++) {
        String mutated = bad.formatted(BAD.get(b));
        // In one of two samples, or in both.
        List<String> earlier = (p + b) % 2 == 0 ? List.of(before) : List.of(mutated);
        for (String first : earlier) {
          if (first.equals(mutated) && isOfAnotherKernel(text, BAD.get(b))) {
            continue;
          }
          Reported reported = report(text.file(), first, mutated);
          reported.check(softly, usual, "%s at %d: «%s»".formatted(text, place[0], BAD.get(b)));
        }
      }
    }
    softly.assertAll();
  }

  /**
   * Whether a text without the number is what another kernel prints: one zone, and thus one line,
   * with blocks of fewer sizes.
   */
  private static boolean isOfAnotherKernel(Text text, String bad) throws IOException {
    return bad.isBlank()
        && text.file().source().name().equals("buddyinfo")
        && text.at("s0").lines().count() == 1;
  }

  /** What is reported for two texts. */
  private record Reported(
      Map<String, RowFigures> rows,
      Map<String, String> remarks,
      String printed,
      boolean isWhole,
      List<String> notThere) {

    void check(SoftAssertions softly, Reported usual, String what) {
      softly.assertThat(printed).as(what).doesNotContain("NaN", "Infinity", "∞");
      rows.forEach((name, row) -> row.figures().forEach(f -> possible(softly, name, f, what)));
      Set<String> renamed = new LinkedHashSet<>(rows.keySet());
      renamed.removeAll(usual.rows.keySet());
      usual.rows.forEach(
          (name, row) -> {
            RowFigures here = rows.get(name);
            if (here == null) {
              softly
                  .assertThat(!isWhole || !renamed.isEmpty())
                  .as("%s: %s is lost without a word", what, name)
                  .isTrue();
              return;
            }
            for (FigureValues figure : row.figures()) {
              if (figure.summary().size() > 0) {
                notLost(softly, name, here, figure.figure().name(), what);
              }
            }
          });
    }

    private void possible(SoftAssertions softly, String row, FigureValues values, String what) {
      Limits limits = values.figure().limits();
      Summary summary = values.summary();
      if (summary.size() > 0
          && (summary.min() < limits.least()
              || summary.max() > limits.most()
              || summary.max() >= 0x1p63)) {
        softly
            .assertThat(remarks.get(row))
            .as("%s: %s of %s is %s", what, values.figure().name(), row, summary.max())
            .containsAnyOf(
                values.figure().name() + " below",
                values.figure().name() + " above",
                values.figure().name() + " at 2^63");
      }
    }

    private void notLost(
        SoftAssertions softly, String row, RowFigures here, String figure, String what) {
      boolean isThere =
          here.figures().stream()
              .anyMatch(f -> f.figure().name().equals(figure) && f.summary().size() > 0);
      if (!isThere) {
        String remarked = remarks.get(row) + Remarks.nothingCounted(here) + notThere;
        softly
            .assertThat(remarked)
            .as("%s: %s of %s is lost without a word", what, figure, row)
            .containsAnyOf(figure, "a counter went backwards");
      }
    }
  }

  private Reported report(SampledFile<?> file, String before, String after) throws IOException {
    Path path = root.resolve(file.source().name());
    Files.createDirectories(path.getParent());
    boolean isWhole = true;
    try (Sampler<?> sampler = file.sampler(root, History.keepingAll())) {
      for (String text : List.of(before, after)) {
        Files.deleteIfExists(path); // ext4 waits for the disk when a file is overwritten
        Files.writeString(path, text, ISO_8859_1);
        isWhole &= sampler.sample() == Outcome.SAMPLED && sampler.problems().isEmpty();
      }
      RecordedSource source =
          new RecordedSource(
              0, file.source().name(), "", "", Duration.ofNanos(1), 2, 0, 0, 0, List.of());
      SourceFigures figures =
          SourceFigures.of(
              source,
              sampler.history().playback(),
              0,
              new Span(Long.MIN_VALUE / 4, Long.MAX_VALUE));
      Map<String, RowFigures> rows = new LinkedHashMap<>();
      Map<String, String> remarks = new LinkedHashMap<>();
      for (TableFigures table : figures.tables()) {
        Remarks those = Remarks.of(figures, table);
        for (RowFigures row : table.rows()) {
          rows.put(row.row().toString(), row);
          remarks.put(row.row().toString(), String.join("\n", those.onAll(List.of(row))));
        }
      }
      String printed = TextAndJson.of(figures).remarks(file.source().name()).text();
      return new Reported(rows, remarks, printed, isWhole, Overview.namesNotThere(figures));
    }
  }
}
