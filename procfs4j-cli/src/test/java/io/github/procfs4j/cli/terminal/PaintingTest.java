package io.github.procfs4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written shows the lines on a terminal that knows only what {@link Painting} needs. */
class PaintingTest {
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "abc",
          "12.5 %",
          "▁▂▃█",
          "漢字",
          "e\u0301",
          "\uD83D\uDE00",
          "…",
          "x\033[2Jy",
          "\u202e");

  private final long seed = Long.getLong("procfs.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private Styled line() {
    Styled line = Styled.empty();
    for (int i = random.nextInt(12); i > 0; i--) {
      Style style = Style.values()[random.nextInt(Style.values().length)];
      line = line.plus(WORDS.get(random.nextInt(WORDS.size())), style);
    }
    return line;
  }

  private List<Styled> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> line()).toList();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,3", "20,5", "80,24", "300,100"})
  void whatWasWrittenIsWhatIsShown(int columns, int rows) {
    Painting painting = new Painting(true, true);
    Emulator terminal = new Emulator(columns, rows);
    List<Styled> now = new ArrayList<>(lines(rows));
    for (int i = 0; i < 50; i++) {
      String update = painting.update(now, columns, rows);
      terminal.write(update);
      assertThat(update.getBytes(UTF_8).length)
          .isLessThanOrEqualTo(20 + Painting.MOST_BYTES * columns * rows);
      Emulator fresh = new Emulator(columns, rows);
      fresh.write(new Painting(true, true).update(now, columns, rows));
      assertThat(terminal.cells()).as("seed %d, update %d", seed, i).isEqualTo(fresh.cells());
      int changed = random.nextInt(rows);
      now.set(changed, line());
    }
  }

  @Test
  void linesAreShownFromTheTopAndTruncatedAtTheRight() {
    Emulator terminal = new Emulator(6, 2);
    terminal.write(
        new Painting(true, true)
            .update(
                List.of(Styled.of("ab漢字cd", Style.PLAIN), Styled.of("x", Style.STRONG), line()),
                6,
                2));
    assertThat(terminal.texts()).containsExactly("ab漢字", "x");
  }

  /** A wide character of which half would be outside is not shown. */
  @Test
  void aWideCharacterIsShownCompletelyOrNotAtAll() {
    Emulator terminal = new Emulator(3, 1);
    terminal.write(new Painting(true, true).update(List.of(Styled.of("漢字", Style.PLAIN)), 3, 1));
    assertThat(terminal.texts()).containsExactly("漢");
  }

  @Test
  void nothingIsWrittenIfNothingChanged() {
    Painting painting = new Painting(true, true);
    List<Styled> lines = lines(24);
    assertThat(painting.update(lines, 80, 24)).isNotEmpty();
    assertThat(painting.update(lines, 80, 24)).isEmpty();
    assertThat(painting.update(lines, 81, 24)).contains("\033[2J");
  }

  @Test
  void onlyTheChangedCellsAreWritten() {
    Painting painting = new Painting(true, true);
    String ignored = painting.update(List.of(Styled.of("busy 12.5 %  idle", Style.PLAIN)), 80, 24);
    assertThat(painting.update(List.of(Styled.of("busy 13.5 %  idle", Style.PLAIN)), 80, 24))
        .isEqualTo("\033[1;7H\033[0m3\033[0m");
  }

  @Test
  void withoutUtf8OnlyAsciiIsWritten() {
    String update =
        new Painting(true, false)
            .update(List.of(Styled.of("a ≥ 5 µs … 漢 e\u0301 \uD83D\uDE00!", Style.PLAIN)), 80, 1);
    assertThat(update).contains("a > 5 us ~ ?  e ? !").matches("\\p{ASCII}*");
  }

  @Test
  void withoutColoursOnlyBoldAndReverseAreUsed() {
    List<Styled> all = new ArrayList<>();
    for (Style style : Style.values()) {
      all.add(Styled.of("x", style));
    }
    assertThat(new Painting(false, true).update(all, 80, 24)).doesNotContainPattern("[;\\[]3[0-9]");
    assertThat(new Painting(true, true).update(all, 80, 24)).containsPattern("[;\\[]3[0-9]m");
  }

  /** Any number of marks may be put on a character; a cell stays short. */
  @Test
  void marksWithoutEndTakeNoMoreThanTheBound() {
    String hostile = ("a" + "\u0301".repeat(1000)).repeat(80);
    String update =
        new Painting(true, true).update(List.of(Styled.of(hostile, Style.WARNING)), 80, 1);
    assertThat(update.getBytes(UTF_8).length).isLessThanOrEqualTo(20 + Painting.MOST_BYTES * 80);
  }

  /** A terminal with cursor positions, styles and clearing, and no line breaks of its own. */
  private static final class Emulator {
    private final int columns;
    private final String[][] cells;
    private int x;
    private int y;
    private String style = "";

    Emulator(int columns, int rows) {
      this.columns = columns;
      cells = new String[rows][columns];
      clear();
    }

    private void clear() {
      for (String[] row : cells) {
        Arrays.fill(row, "[0m ");
      }
    }

    void write(String text) {
      int i = 0;
      while (i < text.length()) {
        int character = text.codePointAt(i);
        if (character == '\033') {
          int end = i + 2;
          while (!Character.isLetter(text.charAt(end))) {
            end++;
          }
          control(text.substring(i + 1, end + 1));
          i = end + 1;
          continue;
        }
        assertThat(character).as("a control character").isGreaterThanOrEqualTo(' ');
        put(Character.toString(character));
        i += Character.charCount(character);
      }
    }

    private void control(String sequence) {
      if (sequence.equals("[2J")) {
        clear();
      } else if (sequence.endsWith("m")) {
        style = sequence;
      } else {
        assertThat(sequence).matches("\\[\\d+;\\d+H");
        String[] position = sequence.substring(1, sequence.length() - 1).split(";", -1);
        y = Integer.parseInt(position[0]) - 1;
        x = Integer.parseInt(position[1]) - 1;
      }
    }

    private void put(String one) {
      int width = Columns.of(one);
      if (width == 0) {
        int before = cells[y][x - 1].endsWith("m") ? x - 2 : x - 1;
        cells[y][before] += one;
        return;
      }
      assertThat(x + width).isLessThanOrEqualTo(columns);
      cells[y][x] = style + one;
      if (width == 2) {
        cells[y][x + 1] = style;
      }
      x += width;
    }

    List<List<String>> cells() {
      return Arrays.stream(cells).map(row -> List.of(row.clone())).toList();
    }

    List<String> texts() {
      return Arrays.stream(cells)
          .map(row -> String.join("", row).replaceAll("\\[[0-9;]*m", "").stripTrailing())
          .toList();
    }
  }
}
