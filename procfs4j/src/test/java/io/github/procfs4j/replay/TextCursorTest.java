package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCursorTest {
  private final LearnedText cells = new LearnedText();

  /** Each character is a byte here, so that a test can write any bytes. */
  private TextCursor at(String text) {
    return new TextCursor("/proc/test", text.getBytes(ISO_8859_1), cells);
  }

  private static void assertMalformed(Runnable reading, int line, int column, String message) {
    assertThatExceptionOfType(MalformedTextException.class)
        .isThrownBy(reading::run)
        .withMessage("/proc/test:" + line + ":" + column + ": " + message)
        .extracting(MalformedTextException::problem)
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("/proc/test");
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.column()).isEqualTo(column);
            });
  }

  @Test
  void blanksAreSpacesAndTabsBeforeAnythingThatIsRead() {
    TextCursor in = at("  a\t\t12 \t b: 0.25\t\n");
    assertThat(in.word()).isEqualTo("a");
    assertThat(in.unsigned()).isEqualTo(0);
    assertThat(in.until(':')).isEqualTo("b");
    assertThat(in.hundredths()).isEqualTo(1);
    assertThat(in.atLineEnd()).isTrue();
    in.endLine();
    assertThat(in.atEnd()).isTrue();
    assertThat(cells.value(0)).isEqualTo(12);
    assertThat(cells.value(1)).isEqualTo(25);
  }

  @ParameterizedTest
  @ValueSource(chars = {'\r', '\f', 0x0b, 0xa0, 0x85, 0x00})
  void nothingElseIsABlank(char other) {
    assertThat(at("a" + other + "b\n").word()).hasSizeGreaterThan(2);
    assertThat(at(other + "1\n").unsigned()).isEqualTo(Cursor.NONE);
  }

  @Test
  void everyFormIsACellOfItsOwn() {
    TextCursor in = at("7 -7 ff 1.07 -1.000007\n");
    assertThat(in.unsigned()).isEqualTo(0);
    assertThat(in.signed()).isEqualTo(1);
    assertThat(in.hexadecimal()).isEqualTo(2);
    assertThat(in.hundredths()).isEqualTo(3);
    assertThat(in.millionths()).isEqualTo(4);
    assertThat(in.problems()).isEmpty();
    assertThat(cells.cells()).isEqualTo(5);
    assertThat(List.of(0, 1, 2, 3, 4))
        .extracting(cells::value)
        .containsExactly(7L, -7L, 255L, 107L, -1_000_007L);
  }

  @Test
  void thousandthsAreACellToo() {
    TextCursor in = at("2596.134 1.5\n");
    assertThat(in.thousandths()).isEqualTo(0);
    assertThat(cells.value(0)).isEqualTo(2_596_134);
    assertThat(in.thousandths()).isEqualTo(Cursor.NONE);
    assertThat(in.problems()).hasSize(1);
  }

  @Test
  void aLetterIsACellToo() {
    TextCursor in = at("S  5 t (tracing stop)\n");
    assertThat(in.letter()).isEqualTo(0);
    assertThat(in.unsigned()).isEqualTo(1);
    assertThat(in.explainedLetter()).isEqualTo(2);
    in.endLine();
    assertThat(List.of(0, 1, 2)).extracting(cells::value).containsExactly(83L, 5L, 116L);
    assertThat(in.problems()).isEmpty();
  }

  @Test
  void aWordIsNoLetter() {
    TextCursor in = at("Sl S S5 S_ 5\n");
    assertThat(in.letter()).isEqualTo(Cursor.NONE);
    assertThat(in.letter()).isEqualTo(0);
    assertThat(in.letter()).isEqualTo(Cursor.NONE);
    assertThat(in.letter()).isEqualTo(Cursor.NONE);
    assertThat(in.letter()).isEqualTo(Cursor.NONE);
    assertThat(in.problems().getFirst())
        .asString()
        .endsWith("expected a letter, found \u00abSl S S5 S_ 5\u00bb (and 3 more like it)");
  }

  @Test
  void aNameMayReachToTheLastStopOfTheText() {
    TextCursor in = at(" a) b\n) (c) S\n");
    assertThat(in.untilLastOfText(')')).isEqualTo(" a) b\n) (c");
    assertThat(in.letter()).isEqualTo(0);
    assertThat(at(") 1\n").untilLastOfText(')')).isEmpty();
    Cursor behind = at("a) b\n");
    behind.bytes(2);
    assertMalformed(
        () -> behind.untilLastOfText(')'),
        1,
        3,
        "expected a name that ends in \u00ab)\u00bb, found \u00ab b\u00bb");
  }

  @Test
  void theRestOfALineMayBeginWithBlanks() {
    TextCursor in = at("a:\t b \n");
    in.until(':');
    in.expect("\t");
    assertThat(in.restWithBlanks()).isEqualTo(" b ");
    in.endLine();
    assertThat(in.restWithBlanks()).isEmpty();
  }

  @Test
  void theRestOfALineIsWhateverItIs() {
    TextCursor in = at("a:  b \u00ff c \n\n");
    assertThat(in.until(':')).isEqualTo("a");
    assertThat(in.rest()).isEqualTo("b \\xff c ");
    in.endLine();
    assertThat(in.rest()).isEmpty();
    in.endLine();
    assertThat(in.rest()).isEmpty();
    assertThat(in.atEnd()).isTrue();
  }

  @Test
  void soManyBytesMayHoldBlanksAndNewlines() {
    TextCursor in = at(" a\nb c\n");
    assertThat(in.bytes(5)).isEqualTo(" a\nb ");
    assertMalformed(() -> in.bytes(3), 2, 3, "expected 3 bytes, found \u00abc\u00bb");
    assertThat(in.bytes(0)).isEmpty();
    assertThat(in.bytes(2)).isEqualTo("c\n");
  }

  @Test
  void lookingAheadMovesOverBlanksAtMost() {
    TextCursor in = at(" ab c\nd");
    assertThat(in.ahead(3)).isEqualTo(" ab");
    assertThat(in.ahead(100)).isEqualTo(" ab c\nd");
    assertThat(in.lineAhead()).isEqualTo(" ab c");
    assertThat(in.wordAhead()).isEqualTo("ab");
    assertThat(in.ahead(2)).isEqualTo("ab");
    assertThat(in.word()).isEqualTo("ab");
    assertThat(in.wordAhead()).isEqualTo("c");
    assertThat(in.word()).isEqualTo("c");
    assertThat(in.wordAhead()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12a", "12_", "12.5", "12é", "1é", "18446744073709551616", "-x", "x", "12\u0080"})
  void aFieldThatIsNoNumberCostsThatFieldOnly(String field) {
    TextCursor in = at(field + " 5\n");
    assertThat(in.unsigned()).isEqualTo(Cursor.NONE);
    assertThat(in.unsigned()).isEqualTo(0);
    in.endLine();
    assertThat(cells.value(0)).isEqualTo(5);
    assertThat(in.problems()).hasSize(1);
    assertThat(in.problems().getFirst())
        .asString()
        .startsWith("/proc/test:1:1: expected an unsigned number of at most 64 bits, found \u00ab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12:3\n", "12/3\n", "12,3\n", "12-3\n", "12)\n", "12\u0001\n"})
  void aNumberMayEndWhereNoWordGoesOn(String text) {
    TextCursor in = at(text);
    assertThat(in.unsigned()).isEqualTo(0);
    assertThat(cells.value(0)).isEqualTo(12);
  }

  @Test
  void aMissingNumberIsAProblemAtTheEndOfItsLine() {
    TextCursor in = at("a \nb 5\n");
    List<Integer> found = new ArrayList<>();
    in.eachLine(
        line -> {
          line.word();
          found.add(line.unsigned());
        });
    assertThat(found).containsExactly(Cursor.NONE, 0);
    assertThat(in.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "/proc/test:1:3: expected an unsigned number of at most 64 bits, found \u00abend of"
                + " line\u00bb");
  }

  @Test
  void aNegativeNumberIsKeptWhereItShouldBeUnsigned() {
    learn(
        "a -1948031333 18446744073709551615\n",
        line -> {
          line.word();
          line.unsigned();
          line.unsigned();
        });
    assertThat(List.of(0, 1)).extracting(cells::value).containsExactly(-1948031333L, -1L);
    assertThat(List.of(0, 1)).extracting(cells::isNegative).containsExactly(true, false);
    assertThat(cells.problems()).isEmpty();
    byte[] positive = "a 5 18446744073709551615\n".getBytes(ISO_8859_1);
    assertThat(cells.replay(ByteBuffer.wrap(positive), positive.length)).isFalse();
  }

  @Test
  void whatIsNeverNegativeSaysSo() {
    TextCursor in = at("-1.22 -1f x -\n");
    assertThat(in.hundredths()).isEqualTo(Cursor.NONE);
    assertThat(in.hexadecimal()).isEqualTo(Cursor.NONE);
    assertThat(in.hundredths()).isEqualTo(Cursor.NONE);
    assertThat(in.hundredths()).isEqualTo(Cursor.NONE);
    assertThat(in.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "/proc/test:1:1: expected a number not below 0, found \u00ab-1.22 -1f x -\u00bb"
                + " (and 1 more like it)",
            "/proc/test:1:11: expected a decimal number of at most 64 bits, found \u00abx -\u00bb"
                + " (and 1 more like it)");
  }

  @Test
  void problemsThatDifferInNumbersOnlyAreOfOneKind() {
    TextCursor in = at("a\nbb\nccc\n");
    in.eachLine(
        line -> {
          throw line.malformed("3 letters, not " + line.word().length());
        });
    assertThat(in.problems()).hasSize(1);
    assertThat(in.problems().getFirst().line()).isEqualTo(1);
    assertThat(in.problems().getFirst().more()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "a 1 2, 1, 'a newline at the end of the text: this may be half a number, found «2»'",
    "a 1 2 kB, 1, 'a newline at the end of the text: this may be half a number, found «2 kB»'",
    "1 ab, 0, 'a newline at the end of the text: this may be half a number, found «1 ab»'",
    "a b1, 0, 'a newline: what stands before may be cut, found «end of text»'",
  })
  void aTextThatIsCutCostsItsLastNumber(String last, int left, String problem) {
    byte[] bytes = ("x 1\n" + last).getBytes(ISO_8859_1);
    ByteBuffer text = ByteBuffer.wrap(bytes);
    PlainParser words =
        in ->
            in.eachLine(
                line -> {
                  while (!line.atLineEnd()) {
                    if (line.isNumberNext()) {
                      line.unsigned();
                    } else {
                      line.word();
                    }
                  }
                });
    cells.learn("/proc/test", text, bytes.length, words, () -> true);
    assertThat(cells.cells()).isEqualTo(1 + left);
    assertThat(cells.problems()).singleElement().asString().endsWith(problem);
    assertThat(cells.replay(text, bytes.length)).isTrue();
    assertThat(cells.problems()).singleElement().asString().endsWith(problem);
    assertThatThrownBy(() -> cells.learn("/proc/test", text, bytes.length, words, () -> false))
        .hasMessageContaining("the text is cut");
  }

  @Test
  void eachLineLeavesOutTheRestOfALineItCannotReadAndGoesOn() {
    TextCursor in = at("a 1\nb\nc 3 x\n\nd 4\n");
    List<String> names = new ArrayList<>();
    in.eachLine(
        line -> {
          names.add(line.word());
          line.unsigned();
          if (names.getLast().equals("b")) {
            throw line.malformed("something");
          }
        });
    assertThat(names).containsExactly("a", "b", "c", "d");
    assertThat(in.atEnd()).isTrue();
    assertThat(in.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "/proc/test:2:2: expected an unsigned number of at most 64 bits, found \u00abend of"
                + " line\u00bb",
            "/proc/test:2:2: expected something, found \u00abend of line\u00bb",
            "/proc/test:3:5: expected the end of the line, found \u00abx\u00bb");
    assertThat(List.of(0, 1, 2)).extracting(cells::value).containsExactly(1L, 3L, 4L);
  }

  @Test
  void whatIsOnlyNotedHasNoStackTrace() {
    List<MalformedTextException> thrown = new ArrayList<>();
    learn(
        "x\na\n1\n",
        line -> {
          if (line.isNext("a")) {
            line.word();
            thrown.add(line.malformed("a number"));
            throw thrown.getFirst();
          }
          line.unsigned();
        });
    assertThat(cells.problems()).hasSize(2);
    assertThat(thrown).singleElement().satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @Test
  void whatIsThrownTellsWhence() {
    TextCursor in = at("1\n");
    in.eachLine(Cursor::unsigned);
    assertThat(in.malformed("more").getStackTrace()).isNotEmpty();
    assertThatThrownBy(in::word).satisfies(TextCursorTest::tellsWhence);
    // If nothing remains of a text, a problem that was noted is thrown.
    assertThatThrownBy(() -> learn("x\n", Cursor::unsigned))
        .hasMessageStartingWith("/proc/test:1:1: expected an unsigned number")
        .satisfies(TextCursorTest::tellsWhence);
  }

  @Test
  void whatWasLeftOutOfALaterTextIsShownAsItIsThere() {
    learn(
        "x 1\n",
        line -> {
          line.unsigned();
          line.unsigned();
        });
    assertThat(cells.replay(ByteBuffer.wrap("x 23\n".getBytes(ISO_8859_1)), 5)).isTrue();
    assertThat(cells.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.found()).isEqualTo("x 23"));
  }

  private void learn(String text, Consumer<Cursor> line) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    cells.learn("/proc/test", ByteBuffer.wrap(bytes), bytes.length, in -> in.eachLine(line));
  }

  private static void tellsWhence(Throwable thrown) {
    assertThat(thrown.getStackTrace())
        .extracting(StackTraceElement::getClassName)
        .contains(TextCursorTest.class.getName());
  }

  @Test
  void eachLineEndsWithTheTextEvenWhereTheLastLineIsCut() {
    TextCursor in = at("a 1\nb 2");
    in.eachLine(
        line -> {
          line.word();
          line.unsigned();
        });
    assertThat(in.atEnd()).isTrue();
    assertThat(in.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "/proc/test:2:4: expected the end of the line, found \u00abend of text\u00bb");
  }

  @Test
  void eachLineOfNothingReadsNothing() {
    TextCursor in = at("");
    in.eachLine(
        line -> {
          throw line.malformed("not to be called");
        });
    assertThat(in.problems()).isEmpty();
  }

  @Test
  void labelsThatAreUtf8AreReadAsTheyAreMeant() {
    assertThat(at("gr\u00c3\u00bc\u00c3\u009f\u00e2\u0082\u00ac 1\n").word()).isEqualTo("grüß€");
    assertThat(at("gr\u00c3\u00bc: 1\n").until(':')).isEqualTo("grü");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\u00ff", "\u00c3", "\u00e2\u0082", "\u00c0\u0080", "\u00ed\u00a0\u0080"})
  void labelsThatAreNotUtf8KeepTheirBytesApart(String bytes) {
    String escaped =
        bytes
            .chars()
            .mapToObj(c -> c < 0x80 ? Character.toString(c) : String.format("\\x%02x", c))
            .collect(Collectors.joining());
    assertThat(at(bytes + " 1\n").word()).isEqualTo(escaped);
  }

  @Test
  void untilStaysOnItsLine() {
    TextCursor in = at("a b\nc: 1\n");
    assertMalformed(
        () -> in.until(':'),
        1,
        1,
        "expected a name that ends in \u00ab:\u00bb, found \u00aba b\u00bb");
    assertThat(in.word()).isEqualTo("a"); // nothing was consumed
  }

  @Test
  void untilWantsAName() {
    assertMalformed(
        () -> at("  : 1\n").until(':'),
        1,
        3,
        "expected a name that ends in \u00ab:\u00bb, found \u00ab: 1\u00bb");
  }

  @Test
  void expectIsToTheLetter() {
    TextCursor in = at("Node 0\n");
    in.expect("Node ");
    assertMalformed(() -> in.expect("1\n"), 1, 6, "expected \u00ab1\\n\u00bb, found \u00ab0\u00bb");
    assertThat(in.isNext("0\n")).isTrue();
    assertThat(in.isNext("0\n\n")).isFalse();
    assertThat(in.isNext("")).isTrue();
  }

  @Test
  void endLineAcceptsBlanksButNoEndOfText() {
    at(" \t\n").endLine();
    assertMalformed(
        () -> at("  ").endLine(),
        1,
        3,
        "expected the end of the line, found \u00abend of text\u00bb");
    assertMalformed(
        () -> at(" x\n").endLine(), 1, 2, "expected the end of the line, found \u00abx\u00bb");
  }

  @Test
  void anEmptyTextIsNotATextWhereOneIsExpected() {
    assertMalformed(
        () -> at("").expectText(),
        1,
        1,
        "expected a text that is not empty, found \u00abend of text\u00bb");
    assertMalformed(
        () -> at(" \n\n").expectText(),
        1,
        1,
        "expected a text that is not empty, found \u00ab \u00bb");
    at("\nx\n").expectText();
  }

  @Test
  void aMessageShowsNoControlCharacters() {
    assertThatThrownBy(() -> at("\u001b[2J\u0007\u007f\u0000\u00ff\n").expect("cpu"))
        .hasMessage(
            "/proc/test:1:1: expected \u00abcpu\u00bb, found"
                + " \u00ab\\x1b[2J\\x07\\x7f\\x00\\xff\u00bb");
  }

  @Test
  void aMessageShowsFortyBytes() {
    assertThatThrownBy(() -> at("x".repeat(100) + "\n").expect("cpu"))
        .hasMessageEndingWith("\u00ab" + "x".repeat(40) + "\u00bb");
  }

  @Test
  void columnsCountBytesFromOne() {
    TextCursor in = at("a 1\n\u00c3\u00bc  x\n");
    in.word();
    in.unsigned();
    in.endLine();
    in.word();
    assertMalformed(() -> in.expect("!"), 2, 3, "expected \u00ab!\u00bb, found \u00ab  x\u00bb");
    in.unsigned();
    assertThat(in.problems().getFirst().column()).isEqualTo(5);
  }
}
