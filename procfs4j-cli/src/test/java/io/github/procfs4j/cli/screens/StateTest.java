package io.github.procfs4j.cli.screens;

import static io.github.procfs4j.cli.screens.MadeUpMoments.SECOND;
import static io.github.procfs4j.cli.screens.MadeUpMoments.moment;
import static io.github.procfs4j.cli.screens.MadeUpMoments.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Key;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What keys do. */
class StateTest {
  private static final Range GROWING = Range.of(10 * SECOND, 100 * SECOND, SECOND, true);
  private static final Range COMPLETE = Range.of(10 * SECOND, 100 * SECOND, SECOND, false);

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
    Range kept = Range.of(new long[] {50 * SECOND, 53 * SECOND, 54 * SECOND}, SECOND);
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
    assertThat(typed.isTyping()).isTrue();
    State kept = press(typed, GROWING, Key.Kind.ENTER);
    assertThat(kept.filter()).isEqualTo("qw");
    assertThat(kept.isTyping()).isFalse();
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

  /** Whatever is pressed, a moment is shown that exists, and each screen can be drawn. */
  @Test
  void randomKeysLeadToStatesThatCanBeShown() {
    long seed = Long.getLong("procfs.seed", System.nanoTime());
    Random random = new Random(seed);
    String characters = "?qw/rt<>[] x漢";
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
