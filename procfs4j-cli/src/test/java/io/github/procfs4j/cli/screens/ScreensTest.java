package io.github.procfs4j.cli.screens;

import static io.github.procfs4j.cli.screens.MadeUpMoments.BUSY;
import static io.github.procfs4j.cli.screens.MadeUpMoments.CPU;
import static io.github.procfs4j.cli.screens.MadeUpMoments.SECOND;
import static io.github.procfs4j.cli.screens.MadeUpMoments.busy;
import static io.github.procfs4j.cli.screens.MadeUpMoments.moment;
import static io.github.procfs4j.cli.screens.MadeUpMoments.range;
import static io.github.procfs4j.cli.screens.MadeUpMoments.status;
import static io.github.procfs4j.cli.screens.MadeUpMoments.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Key;
import io.github.procfs4j.cli.terminal.Styled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of screens, without a terminal. */
class ScreensTest {
  private static List<String> texts(State state, Moment moment, int columns, int rows) {
    return Screens.lines(state, moment, range(), status(), columns, rows).stream()
        .map(Styled::toString)
        .toList();
  }

  private static State after(Moment moment, String keys) {
    State state = State.initial();
    for (int i = 0; i < keys.length(); i++) {
      Key key = new Key(Key.Kind.CHARACTER, keys.substring(i, i + 1));
      state = state.key(key, moment, range()).state();
    }
    return state;
  }

  @ParameterizedTest
  @CsvSource({
    "1,1", "5,2", "20,5", "40,6", "80,24", "119,40", "120,40", "200,60", "300,100", "300,5",
    "20,100"
  })
  void theLinesFitInEverySize(int columns, int rows) {
    for (Moment moment :
        List.of(busy(10_000), moment(SECOND), Moment.unknown(SECOND, Optional.empty()))) {
      for (String keys : List.of("", "?", "t", "/", "r>>>", "r<<<", "/漢")) {
        List<Styled> lines =
            Screens.lines(after(moment, keys), moment, range(), status(), columns, rows);
        assertThat(lines).hasSizeLessThanOrEqualTo(rows);
        assertThat(lines)
            .allSatisfy(line -> assertThat(line.columns()).isLessThanOrEqualTo(columns));
      }
    }
  }

  @Test
  void namesAreEscapedWhereverTheyAre() {
    assertThat(String.join("", texts(State.initial(), busy(100), 200, 60)))
        .doesNotContain("\033", "\u202e", "\n")
        .contains("evil");
  }

  @Test
  void theMachineIsOnTopWithCurvesAndVerdicts() {
    List<String> lines = texts(State.initial(), moment(100 * SECOND), 100, 30);
    assertThat(lines.getFirst()).contains("live").contains("own CPU 1.0 % 60 MiB");
    assertThat(lines).anyMatch(line -> line.matches("CPU     stat all +busy 34\\.2 % +▁▅█ "));
    assertThat(lines).anyMatch(line -> line.contains("%util 70.0 %"));
    assertThat(lines).contains("CPU     utilisation: 99.0 % busy [cpu-busy ≥ 90 %]");
  }

  @Test
  void withoutUnicodeCurvesConsistOfOtherCharacters() {
    Status ascii = new Status("host", "live", "", "", true, false);
    List<String> lines =
        Screens.lines(State.initial(), moment(SECOND), range(), ascii, 100, 30).stream()
            .map(Styled::toString)
            .toList();
    assertThat(lines).anyMatch(line -> line.matches("CPU     stat all +busy 34\\.2 % +_\\+@ "));
  }

  @Test
  void processesAreSortedAndFiltered() {
    Moment moment =
        moment(
            SECOND,
            task(3, "idle", 0, 5),
            task(1, "java", 0.5, 3),
            task(2, "Javac", 1.5, 9),
            task(4, "gone", Double.NaN, Double.NaN));
    assertThat(order(State.initial(), moment)).containsExactly(2L, 1L, 3L, 4L);
    assertThat(order(after(moment, "r"), moment)).containsExactly(3L, 1L, 2L, 4L);
    assertThat(order(after(moment, ">"), moment)).containsExactly(2L, 3L, 1L, 4L);
    assertThat(order(after(moment, "<"), moment)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(order(after(moment, ">>>>"), moment)).containsExactly(4L, 3L, 1L, 2L);
    assertThat(order(after(moment, "/java"), moment)).containsExactly(2L, 1L);
    assertThat(order(after(moment, "/bin/jAVAC"), moment)).containsExactly(2L);
    assertThat(order(after(moment, "/4"), moment)).containsExactly(4L);
    assertThat(texts(after(moment, "/none"), moment, 80, 24))
        .anyMatch(line -> line.contains("none of them has «none»"));
  }

  private static List<Long> order(State state, Moment moment) {
    return moment.processes().sorted(state.column(), state.isReversed(), state.filter()).stream()
        .map(Task::number)
        .toList();
  }

  /** However narrow the terminal is, and however many columns there are. */
  @Test
  void theColumnByWhichIsSortedIsShown() {
    Moment moment = moment(SECOND, task(1, "java", 0.5, 3));
    assertThat(texts(after(moment, ">"), moment, 40, 24))
        .anyMatch(line -> line.contains("pid") && line.contains("rss") && !line.contains("cpu"));
  }

  @Test
  void helpExplainsWhatIsOnTheScreenByTheDescriptions() {
    Moment moment = moment(SECOND, task(1, "java", 0.5, 3));
    String help = String.join(" ", texts(after(moment, "?"), moment, 300, 100));
    assertThat(help).contains(BUSY.meaning(), CPU.meaning(), CPU.reference());
    for (Bindings.Binding binding : Bindings.ALL) {
      assertThat(help).contains(binding.keys(), binding.text());
    }
  }

  @Test
  void theDocumentHasTheSameKeys() throws IOException {
    StringBuilder table = new StringBuilder("| key | what it does |\n| --- | --- |\n");
    for (Bindings.Binding binding : Bindings.ALL) {
      table.append("| `%s` | %s |\n".formatted(binding.keys(), binding.text()));
    }
    assertThat(Files.readString(Path.of("..", "docs", "live.md")))
        .contains("<!-- keys -->\n" + table + "<!-- /keys -->\n");
  }

  @Test
  void whatIsNotKnownIsADash() {
    Moment moment = moment(SECOND, task(1, "java", Double.NaN, 0));
    assertThat(texts(State.initial(), moment, 80, 24))
        .anyMatch(line -> line.matches(" +1 +- +0 java"));
    assertThat(texts(State.initial(), Moment.unknown(SECOND, Optional.empty()), 80, 24))
        .contains("no processes were sampled");
  }

  @Test
  void aProblemIsShownInThePlaceOfTheKeys() {
    Status broken = new Status("h", "live", "", "diskstats: malformed", true, true);
    assertThat(
            Screens.lines(State.initial(), moment(SECOND), range(), broken, 80, 24)
                .getLast()
                .toString())
        .isEqualTo("diskstats: malformed");
  }
}
