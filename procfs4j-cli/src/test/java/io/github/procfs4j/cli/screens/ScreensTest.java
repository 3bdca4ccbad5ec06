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
      for (String keys :
          List.of("", "?", "t", "/", "r>>>", "r<<<", "/漢", "v", "vv", "tv", "m漢", "zzz")) {
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
        .anyMatch(line -> line.contains("none of them is found by «none»"));
  }

  private static List<Long> order(State state, Moment moment) {
    return moment.processes().sorted(state.column(), state.isReversed(), state.filter()).stream()
        .map(Task::number)
        .toList();
  }

  private static final Moment FAMILY =
      moment(
          SECOND,
          task(1, 0, "init", "root", "/", 0, 1),
          task(5, 1, "sh", "ann", "/a.slice/x", 0.1, 2),
          task(7, 5, "make", "ann", "/a.slice/x", 0.2, 3),
          task(9, 7, "cc", "ann", "/a.slice/x", 0.9, 4),
          task(8, 7, "cc", "ann", "/a.slice/x", 0.7, 5),
          task(3, 1, "cron", "root", "/b.slice", Double.NaN, 6));

  private static String tree(String keys) {
    StringBuilder text = new StringBuilder();
    for (Tasks.Line line : after(FAMILY, keys).lines(FAMILY)) {
      text.append(" ".repeat(line.depth())).append(line.task().number()).append('\n');
    }
    return text.toString();
  }

  @Test
  void processesAreBelowTheirParents() {
    assertThat(tree("v")).isEqualTo("1\n 5\n  7\n   9\n   8\n 3\n");
    assertThat(tree("vr")).isEqualTo("1\n 5\n  7\n   8\n   9\n 3\n");
    // Those that are found, with what leads to them.
    assertThat(tree("v/cron")).isEqualTo("1\n 3\n");
    assertThat(tree("v/8")).isEqualTo("1\n 5\n  7\n   8\n");
    assertThat(texts(after(FAMILY, "v"), FAMILY, 80, 24))
        .anyMatch(line -> line.endsWith("       cc"))
        .anyMatch(line -> line.contains("  tree"));
  }

  /** A recording may contain anything, such as processes that are their own grandparents. */
  @Test
  void circlesOfParentsEnd() {
    Moment moment =
        moment(
            SECOND,
            task(1, 2, "a", "", "", 1, 1),
            task(2, 1, "b", "", "", 1, 1),
            task(3, 3, "c", "", "", 1, 1));
    assertThat(after(moment, "v").lines(moment)).hasSize(3);
  }

  @Test
  void processesOfANameAreTakenTogether() {
    List<Tasks.Line> lines = after(FAMILY, "vv").lines(FAMILY);
    assertThat(lines).hasSize(5);
    Tasks.Line first = lines.getFirst();
    assertThat(first.count()).isEqualTo(2);
    assertThat(first.task().name()).isEqualTo("cc");
    assertThat(first.task().user()).isEqualTo("ann");
    assertThat(first.task().values()).containsExactly(0.9f + 0.7f, 9);
    assertThat(texts(after(FAMILY, "vv"), FAMILY, 80, 24)).anyMatch(line -> line.contains("×2"));
    // The threads of a process have its memory in common.
    assertThat(
            FAMILY
                .processes()
                .arranged(Arrangement.NAMES, "cpu", false, "", true)
                .getFirst()
                .task()
                .values())
        .containsExactly(0.9f + 0.7f, Float.NaN);
  }

  @Test
  void usersAndControlGroupsAreFound() {
    assertThat(order(after(FAMILY, "/user:ann"), FAMILY)).containsExactly(9L, 8L, 7L, 5L);
    assertThat(order(after(FAMILY, "/user:nobody"), FAMILY)).isEmpty();
    assertThat(order(after(FAMILY, "/cgroup:b.sl"), FAMILY)).containsExactly(3L);
    assertThat(texts(State.initial(), FAMILY, 120, 24))
        .anyMatch(line -> line.matches(" +9 .* ann +cc"))
        .anyMatch(line -> line.contains(" user "));
    assertThat(texts(State.initial(), FAMILY, 80, 24)).noneMatch(line -> line.contains(" ann "));
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
