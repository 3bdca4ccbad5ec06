package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Reported;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.replay.LearnedLayout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts in which a word is replaced or missing, at every position: no parser fails, no number
 * appears under the name of another one, and none is lost without a problem that reports it.
 */
class SpoiltFieldsTest {
  private static final Pattern WORD = Pattern.compile("[^ \t\n]+");

  private static final int WORDS_OF_A_TEXT = 250;
  private static final String ONE_TOO_MANY = "7777777";

  /** Made up, with several lines that contain only numbers. */
  private static final String SOFTNET =
      ("00000001 00000002 00000003 00000000 00000000 00000000 00000000 00000000 00000004 00000005"
              + " 00000006 00000007 0000000N 00000008 00000009\n")
          .repeat(3)
          .replaceFirst("N", "0")
          .replaceFirst("N", "1")
          .replaceFirst("N", "2");

  static Stream<Arguments> texts() {
    List<SampledFile<?>> files =
        List.of(
            SchedStat.FILE,
            SchedDebug.FILE,
            TimerList.FILE,
            SlabInfo.FILE,
            ZoneInfo.FILE,
            DiskStats.FILE,
            BuddyInfo.FILE,
            PageTypeInfo.FILE);
    List<Arguments> texts = new ArrayList<>();
    texts.add(Arguments.of(NetSoftnetStat.FILE, SOFTNET));
    for (SampledFile<?> file : files) {
      for (String text : Reported.texts(file)) {
        // One line of slabinfo already has more numbers than its heading, and a single zone does
        // not show the right count.
        String proven = text.replaceFirst("(?m)^mm_struct.*\n", "");
        boolean isOfZones = file.equals(ZoneInfo.FILE);
        texts.add(
            Arguments.of(
                file, isOfZones ? proven + proven.replaceAll("zone +", "$0Other") : proven));
      }
    }
    for (SampledFile<?> file : List.of(SchedStat.FILE, DiskStats.FILE, TimerList.FILE)) {
      byte[] bytes = Corpus.bytes("amd64-6.1-smp1", "s0", file.source().name());
      texts.add(Arguments.of(file, new String(bytes, ISO_8859_1)));
    }
    return texts.stream();
  }

  /**
   * The meaning of a text.
   *
   * @param described the values of each described column, over all its rows
   * @param cells the number of cells
   * @param labels the labels of all rows
   * @param isComplete whether there was no problem
   */
  private record Meaning(
      Map<String, Set<Long>> described, int cells, List<String> labels, boolean isComplete) {}

  private static Meaning read(SampledFile<?> file, String text) {
    LearnedText learned = new LearnedText();
    byte[] bytes = text.getBytes(ISO_8859_1);
    Map<String, Set<Long>> described = new LinkedHashMap<>();
    Layout layout;
    try {
      layout =
          LearnedLayout.of(
              learned,
              "text",
              ByteBuffer.wrap(bytes),
              bytes.length,
              file.parser()::parse,
              () -> false);
    } catch (MalformedTextException e) {
      assertThat(e).as(text).hasMessageNotContaining("that its parser can read");
      return new Meaning(described, 0, List.of(), false);
    }
    for (int cell = 0; cell < layout.cells(); cell++) {
      Column column = layout.column(cell);
      if (!column.reference().isEmpty() && !Descriptions.isUnnamed(column)) {
        described
            .computeIfAbsent(withoutPlace(column.name()), name -> new HashSet<>())
            .add(learned.value(cell));
      }
    }
    List<String> labels =
        layout.tables().stream()
            .flatMap(table -> table.rows().stream())
            .flatMap(row -> row.labels().stream())
            .toList();
    return new Meaning(described, layout.cells(), labels, learned.problems().isEmpty());
  }

  /** A column that a row has twice is called name#2 there. */
  private static String withoutPlace(String column) {
    int mark = column.indexOf('#');
    return mark < 0 ? column : column.substring(0, mark);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void costNoOtherField(SampledFile<?> file, String text) {
    Meaning whole = read(file, text);
    BadWords badWords = new BadWords();
    List<MatchResult> words = WORD.matcher(text).results().toList();
    for (MatchResult word : words) {
      for (String bad : badWords.forNextPlace()) {
        String spoilt = text.substring(0, word.start()) + bad + text.substring(word.end());
        assertNoWrongName(
            whole, read(file, spoilt), bad.isEmpty() ? 0 : 1, at(text, word, "«" + bad + "»"));
      }
    }
  }

  /** In these lines, only the position shows what a number is, or that there is an extra one. */
  private static final Pattern PROVEN_ELSEWHERE = Pattern.compile("(intr|softirq|ERR:|MIS:).*");

  static Stream<Arguments> wholeTexts() {
    return Stream.of(
            Stat.FILE,
            Interrupts.FILE,
            SoftIrqs.FILE,
            SchedStat.FILE,
            SchedDebug.FILE,
            PressureStall.IO,
            DiskStats.FILE,
            VmStat.FILE,
            MemInfo.FILE,
            BuddyInfo.FILE,
            ZoneInfo.FILE,
            Uptime.FILE,
            NetDev.FILE,
            NetSnmp.FILE,
            NetSnmp6.FILE,
            NetSockstat.FILE)
        .map(
            file ->
                Arguments.of(
                    file,
                    new String(
                        Corpus.bytes("amd64-6.1-smp8-numa2", "s0", file.source().name()),
                        ISO_8859_1)));
  }

  /** An extra number before a word: no number may get the column of another one. */
  @ParameterizedTest
  @MethodSource("wholeTexts")
  void aNumberTooManyLendsNoNames(SampledFile<?> file, String text) {
    Meaning whole = read(file, text);
    List<MatchResult> words = WORD.matcher(text).results().toList();
    int step = words.size() / WORDS_OF_A_TEXT + 1;
    for (int i = 0; i < words.size(); i += step) {
      MatchResult word = words.get(i);
      String what = at(text, word, ONE_TOO_MANY + " and it");
      if (!PROVEN_ELSEWHERE.matcher(what.substring(what.indexOf(" of: ") + 5)).matches()) {
        String more = text.substring(0, word.start()) + ONE_TOO_MANY + " ";
        assertNoWrongName(whole, read(file, more + text.substring(word.start())), 0, what);
      }
    }
  }

  private static String at(String text, MatchResult word, String other) {
    int line = text.lastIndexOf('\n', word.start()) + 1;
    int end = text.indexOf('\n', word.start());
    return "%s in place of %s at %d of: %s"
        .formatted(other, word.group(), word.start() - line, text.substring(line, end));
  }

  private static void assertNoWrongName(Meaning whole, Meaning spoilt, int others, String what) {
    List<String> wrong = new ArrayList<>();
    spoilt.described.forEach(
        (column, values) -> {
          Set<Long> known = whole.described.getOrDefault(column, Set.of());
          values.stream()
              .filter(value -> !known.contains(value))
              .forEach(value -> wrong.add(column + "=" + value));
        });
    assertThat(wrong).as(what).hasSizeLessThanOrEqualTo(others);
    boolean isLost = spoilt.cells() < whole.cells() && spoilt.labels().equals(whole.labels());
    assertThat(isLost && spoilt.isComplete()).as("%s: is lost, and not said", what).isFalse();
  }
}
