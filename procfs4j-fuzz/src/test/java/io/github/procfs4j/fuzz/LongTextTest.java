package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that repeat the same line, valid or not: their cost grows linearly with their length, not
 * quadratically. No fuzzer creates such long texts.
 */
class LongTextTest {
  /** So long that quadratic growth takes minutes. */
  private static final int LENGTH = 20_000;

  private static final List<String> LINES = List.of("\n", "x\n", "a:1\n", "1 ", "a b: 1 ", "(");

  private static final int LINES_OF_EACH = 2;

  static Stream<String> files() {
    return Stream.concat(Chosen.SAMPLED.keySet().stream(), Chosen.ONCE.keySet().stream());
  }

  private static final Map<String, String> TEXTS = new LinkedHashMap<>();

  private static String text(String file) {
    if (TEXTS.isEmpty()) {
      ShortTexts.texts()
          .forEach(text -> TEXTS.putIfAbsent(text.file(), new String(text.bytes(), ISO_8859_1)));
    }
    return TEXTS.getOrDefault(file, "");
  }

  @ParameterizedTest
  @MethodSource("files")
  void costWhatTheirLengthSays(String file) {
    List<String> lines = new ArrayList<>(LINES);
    String text = text(file);
    text.lines().limit(LINES_OF_EACH).forEach(line -> lines.add(line + "\n"));
    String head = String.join("", text.lines().limit(2).map(line -> line + "\n").toList());
    for (String line : lines) {
      for (String before : List.of("", head)) {
        String repeated = before + line.repeat(LENGTH / line.length()) + "\n";
        byte[] bytes = repeated.getBytes(ISO_8859_1);
        assertThat(bytes).hasSizeGreaterThan(LENGTH - line.length());
        // A fault is an exception with its message; a line may have several.
        new Limits(2, 2_000L * bytes.length)
            .hold(file + " «" + line + "»", () -> read(file, bytes));
      }
    }
  }

  private static void read(String file, byte[] text) {
    Chosen chosen = Chosen.of(Chosen.input(file));
    try {
      if (chosen.file() instanceof OnceFile<?> once) {
        var _ = once.parser().apply(file, text);
      } else {
        var _ = new TextSampler<>(chosen.sampled()).next(text).sample();
      }
    } catch (MalformedTextException e) {
      // any result that comes soon is right
    }
  }
}
