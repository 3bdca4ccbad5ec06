package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Reported;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.replay.LearnedLayout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each number of a text is replaced by something invalid, one after the other: only that number may
 * be lost, and only with a problem that reports it.
 */
class BadFieldsTest {
  private static final String VARIANT = "amd64-6.1-smp8-numa2";

  /** A number that stands for itself. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<=[ \\t:=]|\\A)[0-9]+(?:\\.[0-9]+)?(?=[ \\t\\n])");

  /** The greatest number of lines of a kind, and of numbers of a line, that are changed. */
  private static final int LINES = 2;

  private static final int NUMBERS = 6;

  private record Read(int cells, List<BigDecimal> amounts, int problems) {
    static @Nullable Read of(SampledFile<?> file, String text) {
      LearnedText learned = new LearnedText();
      byte[] bytes = text.getBytes(ISO_8859_1);
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
        assertThat(e).as("%s", text).hasNoCause(); // an unexpected failure has one
        return null;
      }
      List<BigDecimal> amounts = new ArrayList<>();
      for (int cell = 0; cell < layout.cells(); cell++) {
        amounts.add(
            layout
                .column(cell)
                .unit()
                .exactAmount(learned.value(cell), layout.column(cell).signed())
                .divide(BigDecimal.valueOf(layout.column(cell).unit().factor()))
                .stripTrailingZeros());
      }
      return new Read(layout.cells(), amounts, learned.problems().size());
    }
  }

  static Stream<Arguments> texts() throws IOException {
    List<Arguments> texts = new ArrayList<>();
    for (SampledFile<?> file : SystemFiles.ALL) {
      String name = file.source().name();
      if (!Corpus.CHURNING.contains(name) && Corpus.FILES.contains(name)) {
        texts.add(
            Arguments.of(name, file, new String(Corpus.bytes(VARIANT, "s0", name), ISO_8859_1)));
      }
    }
    ProcessTrees processes = ProcessTrees.of(VARIANT);
    for (SampledFile<?> file : ProcessFiles.SAMPLED) {
      String name = file.source().name().replace("pid/", "");
      if (!processes.directories(name).isEmpty()) {
        String path = "s0/" + processes.pid("threads") + "/" + name;
        String text = new String(processes.bytes(path), ISO_8859_1);
        texts.add(Arguments.of(name, file, text.replaceAll("(?m)^Max .*unlimited.*\n", "")));
      }
    }
    texts.add(
        Arguments.of(
            "smaps",
            ProcessFiles.SAMPLED.stream()
                .filter(file -> file.source().name().equals("pid/smaps"))
                .findFirst()
                .orElseThrow(),
            Files.readString(
                Reported.tree("15-android-smaps-name").resolve("4109/smaps"), ISO_8859_1)));
    return texts.stream();
  }

  /** The first lines of each kind, which is their beginning without digits. */
  private static List<MatchResult> numbers(String text) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    List<MatchResult> numbers = new ArrayList<>();
    int start = 0;
    for (String line : text.split("(?<=\n)", -1)) {
      String kind =
          line.strip().replaceAll("^([^ \t:]*).*", "$1").strip().replaceAll("[0-9]+", "#");
      if (seen.merge(kind, 1, Integer::sum) <= LINES) {
        int from = start;
        NUMBER
            .matcher(text)
            .useTransparentBounds(true)
            .useAnchoringBounds(false)
            .region(from, from + line.length())
            .results()
            .limit(NUMBERS)
            .forEach(numbers::add);
      }
      start += line.length();
    }
    return numbers;
  }

  private static @Nullable BigDecimal decimal(String number, int radix) {
    try {
      return new BigDecimal(new BigInteger(number, radix)).stripTrailingZeros();
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void costThemselvesAndAreSaid(String name, SampledFile<?> file, String text) {
    Read whole = Objects.requireNonNull(Read.of(file, text));
    assertThat(whole.problems).isZero();
    List<MatchResult> numbers = numbers(text);
    assertThat(numbers).isNotEmpty();
    BadWords badWords = new BadWords();
    for (MatchResult number : numbers) {
      for (String bad : badWords.forNextPlace()) {
        String changed = text.substring(0, number.start()) + bad + text.substring(number.end());
        Read read = Read.of(file, changed);
        String what = "%s at %d of %s".formatted(bad, number.start(), name);
        if (read == null) {
          continue; // rejected with a problem
        }
        if (read.problems == 0) {
          boolean isKept =
              read.cells == whole.cells
                  && (read.amounts.equals(whole.amounts) // it is a label
                      || read.amounts.contains(decimal(bad, 10))
                      || read.amounts.contains(decimal(bad, 16)));
          // One column less is what an older kernel prints.
          boolean isMissing = bad.isEmpty() && read.cells == whole.cells - 1;
          assertThat(isKept || isMissing).as(what).isTrue();
        } else if (!bad.isEmpty()
            && !name.equals("schedstat")) { // whose version may be unknown now
          assertThat(read.cells).as(what).isGreaterThanOrEqualTo(whole.cells - 1);
        }
      }
    }
  }
}
