package io.github.procfs4j.cli.screens;

import static io.github.procfs4j.cli.screens.MadeUpMoments.SECOND;
import static io.github.procfs4j.cli.screens.MadeUpMoments.moment;
import static io.github.procfs4j.cli.screens.MadeUpMoments.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Key;
import io.github.procfs4j.recording.Mark;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What keys do. */
class StateTest {
  private static final Range GROWING = Range.of(10 * SECOND, 100 * SECOND, SECOND, true, List.of());
  private static final Range COMPLETE =
      Range.of(10 * SECOND, 100 * SECOND, SECOND, false, List.of());

  /** The moment that a state shows. */
  private static Moment shown(State state, Range range) {
    return moment(state.at().orElse(range.lastNanos()), task(1, "java", 1, 2), task(2, "b", 2, 1));
  }

  private static State press(State state, Range range, Object... keys) {
    State now = state;
    for (Object key : keys) {
      Key pressed =
          key instanceof Key.Kind kind
              ? new Key(kind, "")
              : new Key(Key.Kind.CHARACTER, String.valueOf(key));
      now = now.key(pressed, shown(now, range), range).state();
    }
    return now;
  }

  private static long at(Range range, Object... keys) {
    return press(State.initial(), range, keys).at().orElse(-SECOND) / SECOND;
  }

  @Test
  void stepsLeadBackAndForth() {
    assertThat(at(GROWING, Key.Kind.LEFT)).isEqualTo(99);
    assertThat(at(GROWING, Key.Kind.LEFT, Key.Kind.LEFT, Key.Kind.LEFT)).isEqualTo(97);
    assertThat(at(GROWING, '[', Key.Kind.LEFT, ']')).isEqualTo(99);
    assertThat(at(GROWING, Key.Kind.HOME)).isEqualTo(10);
    assertThat(at(GROWING, Key.Kind.HOME, Key.Kind.LEFT, '[')).isEqualTo(10);
  }

  /** From the end of what is growing, the view follows again; a complete recording has an end. */
  @Test
  void theEndIsTheLatestMoment() {
    assertThat(at(GROWING, Key.Kind.LEFT, Key.Kind.RIGHT)).isEqualTo(-1);
    assertThat(at(GROWING, ' ', Key.Kind.END)).isEqualTo(-1);
    assertThat(at(COMPLETE, Key.Kind.LEFT, Key.Kind.RIGHT)).isEqualTo(100);
  }

  @Test
  void spaceStopsAndGoesOn() {
    assertThat(press(State.initial(), GROWING, ' ').at()).hasValue(100 * SECOND);
    assertThat(press(State.initial(), GROWING, ' ', ' ').at()).isEqualTo(OptionalLong.empty());
  }

  /** Samples came late, and some were dropped meanwhile. */
  @Test
  void stepsLeadToMomentsThatWereSampled() {
    Range kept = Range.of(new long[] {50 * SECOND, 53 * SECOND, 54 * SECOND}, SECOND, List.of());
    assertThat(kept.after(54 * SECOND, -1)).isEqualTo(53 * SECOND);
    assertThat(kept.after(53 * SECOND, -1)).isEqualTo(50 * SECOND);
    assertThat(kept.after(53 * SECOND, -10)).isEqualTo(50 * SECOND);
    assertThat(kept.after(50 * SECOND, 1)).isEqualTo(53 * SECOND);
    assertThat(kept.after(20 * SECOND, 1)).isEqualTo(50 * SECOND);
    assertThat(kept.after(20 * SECOND, -1)).isEqualTo(50 * SECOND);
    assertThat(kept.after(52 * SECOND, 1)).isEqualTo(53 * SECOND);
    assertThat(kept.after(52 * SECOND, -1)).isEqualTo(50 * SECOND);
  }

  @Test
  void keysOfTheFilterAreNoCommands() {
    State typed = press(State.initial(), GROWING, '/', 'q', 'w', '?', Key.Kind.BACKSPACE);
    assertThat(typed.filter()).isEqualTo("qw");
    assertThat(typed.typing()).isEqualTo(State.Typing.FILTER);
    State kept = press(typed, GROWING, Key.Kind.ENTER);
    assertThat(kept.filter()).isEqualTo("qw");
    assertThat(kept.typing()).isEqualTo(State.Typing.NOTHING);
    assertThat(press(kept, GROWING, Key.Kind.ESCAPE).filter()).isEmpty();
    assertThat(press(typed, GROWING, Key.Kind.ESCAPE).filter()).isEmpty();
    assertThat(press(State.initial(), GROWING, '/', Key.Kind.BACKSPACE).filter()).isEmpty();
  }

  @Test
  void onlyTheseKeysAskForSomething() {
    State state = State.initial();
    Moment moment = shown(state, GROWING);
    assertThat(state.key(new Key(Key.Kind.CHARACTER, "q"), moment, GROWING).wish())
        .isEqualTo(State.Wish.QUIT);
    assertThat(state.key(new Key(Key.Kind.CHARACTER, "w"), moment, GROWING).wish())
        .isEqualTo(State.Wish.WRITE);
    assertThat(state.key(new Key(Key.Kind.PASTED, "q"), moment, GROWING).wish())
        .isEqualTo(State.Wish.NOTHING);
    assertThat(state.key(new Key(Key.Kind.OTHER, ""), moment, GROWING).state()).isEqualTo(state);
  }

  @Test
  void aMessageIsShownUntilTheNextKey() {
    assertThat(press(State.initial().with("done"), GROWING, Key.Kind.OTHER).message()).isEmpty();
  }

  @Test
  void helpComesAndGoes() {
    State help = press(State.initial(), GROWING, '?');
    assertThat(help.view()).isEqualTo(State.View.HELP);
    assertThat(press(help, GROWING, Key.Kind.DOWN, Key.Kind.DOWN).scroll()).isEqualTo(2);
    assertThat(press(help, GROWING, Key.Kind.UP).scroll()).isZero();
    assertThat(press(help, GROWING, '?').view()).isEqualTo(State.View.MACHINE);
    assertThat(press(help, GROWING, Key.Kind.ESCAPE).view()).isEqualTo(State.View.MACHINE);
  }

  @Test
  void aProcessOrAFigureIsSelected() {
    Moment moment = shown(State.initial(), GROWING);
    assertThat(State.initial().subject(moment).text()).isEqualTo("busy of stat all");
    State first = press(State.initial(), GROWING, Key.Kind.DOWN);
    assertThat(first.selected()).hasValue(2); // it used most CPU time
    assertThat(press(first, GROWING, Key.Kind.DOWN).selected()).hasValue(1);
    assertThat(press(first, GROWING, Key.Kind.DOWN, Key.Kind.DOWN).selected()).hasValue(1);
    assertThat(press(first, GROWING, Key.Kind.UP).selected()).hasValue(2);
    assertThat(first.subject(moment)).isEqualTo(new Subject("", "process", "2", "cpu"));
    assertThat(press(first, GROWING, '>').subject(moment).figure()).isEqualTo("rss");
    assertThat(press(first, GROWING, '<').subject(moment).figure()).isEqualTo("cpu");
    State next = press(first, GROWING, Key.Kind.TAB, Key.Kind.TAB);
    assertThat(next.selected()).isEmpty();
    assertThat(next.subject(moment).text()).isEqualTo("busy of stat cpu 0");
    assertThat(next.message()).isEqualTo("selected: busy of stat cpu 0");
    assertThat(press(next, GROWING, Key.Kind.BACK_TAB).subject(moment).row()).isEqualTo("all");
    assertThat(press(first, GROWING, Key.Kind.ESCAPE).selected()).isEmpty();
  }

  @Test
  void aMarkIsTyped() {
    State typed = press(State.initial(), GROWING, 'm', 'q', ' ', 'x', 'y', Key.Kind.BACKSPACE);
    assertThat(typed.at()).hasValue(100 * SECOND);
    State.Turn turn = typed.key(new Key(Key.Kind.ENTER, ""), shown(typed, GROWING), GROWING);
    assertThat(turn.wish()).isEqualTo(State.Wish.MARK);
    assertThat(turn.state().typed()).isEqualTo("q x");
    assertThat(turn.state().typing()).isEqualTo(State.Typing.NOTHING);
    State empty = press(State.initial(), GROWING, 'm');
    assertThat(empty.key(new Key(Key.Kind.ENTER, ""), shown(empty, GROWING), GROWING).wish())
        .isEqualTo(State.Wish.NOTHING);
    assertThat(press(typed, GROWING, Key.Kind.ESCAPE).typing()).isEqualTo(State.Typing.NOTHING);
  }

  @Test
  void marksAreMoments() {
    List<Mark> marks = List.of(new Mark(20 * SECOND, "a"), new Mark(50 * SECOND, "b"));
    Range range = Range.of(10 * SECOND, 100 * SECOND, SECOND, true, marks);
    assertThat(at(range, ',')).isEqualTo(50);
    assertThat(at(range, ',', ',')).isEqualTo(20);
    assertThat(at(range, ',', ',', ',')).isEqualTo(20);
    assertThat(at(range, Key.Kind.HOME, '.')).isEqualTo(20);
    assertThat(press(State.initial(), range, ',').message()).isEqualTo("mark: b");
    assertThat(press(State.initial(), range, '.').message()).contains("no mark is after");
    Range sampled = Range.of(new long[] {40 * SECOND, 53 * SECOND}, SECOND, marks);
    assertThat(at(sampled, Key.Kind.HOME, '.')).isEqualTo(53);
  }

  @Test
  void keysAskForOtherMoments() {
    State state = State.initial();
    Moment moment = shown(state, GROWING);
    for (State.Wish wish :
        List.of(State.Wish.HIGHEST, State.Wish.NEXT_UNUSUAL, State.Wish.PREVIOUS_UNUSUAL)) {
      String key = wish == State.Wish.HIGHEST ? "x" : wish == State.Wish.NEXT_UNUSUAL ? "n" : "N";
      assertThat(state.key(new Key(Key.Kind.CHARACTER, key), moment, GROWING).wish())
          .isEqualTo(wish);
    }
    Subject subject = state.subject(moment);
    long[] nanos = new long[20];
    double[] values = new double[20];
    for (int i = 0; i < values.length; i++) {
      nanos[i] = (50 + i) * SECOND;
      values[i] = i == 3 ? Double.NaN : i == 7 || i == 8 ? 90 : i == 15 ? 70 : 5 + i % 2;
    }
    Series series = new Series("%", nanos, values);
    Jump highest = Jump.of(State.Wish.HIGHEST, subject, series, 0, GROWING);
    assertThat(highest.nanos()).hasValue(58 * SECOND);
    assertThat(highest.text())
        .isEqualTo("busy of stat all: 90.0 %, the highest; the median is 6.00 %");
    assertThat(Jump.of(State.Wish.NEXT_UNUSUAL, subject, series, 0, GROWING).nanos())
        .hasValue(57 * SECOND);
    assertThat(Jump.of(State.Wish.NEXT_UNUSUAL, subject, series, 57 * SECOND, GROWING).nanos())
        .hasValue(65 * SECOND);
    assertThat(Jump.of(State.Wish.PREVIOUS_UNUSUAL, subject, series, 65 * SECOND, GROWING).nanos())
        .hasValue(57 * SECOND);
    Jump none = Jump.of(State.Wish.NEXT_UNUSUAL, subject, series, 65 * SECOND, GROWING);
    assertThat(none.nanos()).isEmpty();
    assertThat(none.text()).contains("nothing unusual after");
    assertThat(Jump.of(State.Wish.HIGHEST, subject, Series.NONE, 0, GROWING).text())
        .isEqualTo("no value of busy of stat all is known");
  }

  /** Whatever is pressed, a moment is shown that exists, and each screen can be drawn. */
  @Test
  void randomKeysLeadToStatesThatCanBeShown() {
    long seed = Long.getLong("procfs.seed", System.nanoTime());
    Random random = new Random(seed);
    String characters = "?qw/rt<>[] xnNm.,zZvh漢";
    State state = State.initial();
    for (int i = 0; i < 20_000; i++) {
      Key.Kind kind = Key.Kind.values()[random.nextInt(Key.Kind.values().length)];
      String text =
          kind == Key.Kind.CHARACTER
              ? characters.substring(random.nextInt(characters.length())).substring(0, 1)
              : kind == Key.Kind.PASTED ? "pasted q" : "";
      state = state.key(new Key(kind, text), shown(state, GROWING), GROWING).state();
      assertThat(state.at().orElse(GROWING.firstNanos()))
          .as("seed %d", seed)
          .isBetween(GROWING.firstNanos(), GROWING.lastNanos());
      assertThat(
              Screens.lines(state, shown(state, GROWING), GROWING, MadeUpMoments.status(), 40, 12))
          .hasSizeLessThanOrEqualTo(12);
    }
  }
}
