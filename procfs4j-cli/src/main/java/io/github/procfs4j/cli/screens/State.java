package io.github.procfs4j.cli.screens;

import io.github.procfs4j.cli.terminal.Key;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the user has chosen to see. A key leads from one state to the next.
 *
 * @param view the screen
 * @param at the moment that is shown; empty for the latest one, whichever that is
 * @param column the column by which processes are sorted
 * @param isReversed whether they are sorted the other way round
 * @param filter what the processes that are shown have in their name or command line
 * @param isTyping whether keys belong to the filter
 * @param hasThreads whether threads are shown instead of processes
 * @param scroll how many lines of processes, or of help, are above those that are shown
 * @param message what is shown until the next key; empty if nothing is
 */
public record State(
    View view,
    OptionalLong at,
    String column,
    boolean isReversed,
    String filter,
    boolean isTyping,
    boolean hasThreads,
    int scroll,
    String message) {
  private static final int MANY_STEPS = 10;
  private static final int PAGE = 10;
  private static final int LONGEST_FILTER = 200;

  /** Screens. */
  public enum View {
    /** The machine and its processes. */
    MACHINE,
    /** What is on that screen, and what keys do. */
    HELP
  }

  /** What a key asks for, beyond another state. */
  public enum Wish {
    NOTHING,
    /** To end. */
    QUIT,
    /** To write the time in memory as a recording. */
    WRITE
  }

  /**
   * What follows from a key.
   *
   * @param state the next state
   * @param wish what else is to be done
   */
  public record Turn(State state, Wish wish) {}

  /** The state at the beginning. */
  public static State initial() {
    return new State(
        View.MACHINE,
        OptionalLong.empty(),
        ProcessMeasure.CPU.figure(ProcessTable.PROCESS).name(),
        false,
        "",
        false,
        false,
        0,
        "");
  }

  /** The state with another message. */
  public State with(String other) {
    return new State(view, at, column, isReversed, filter, isTyping, hasThreads, scroll, other);
  }

  private State at(OptionalLong other) {
    return new State(
        view, other, column, isReversed, filter, isTyping, hasThreads, scroll, message);
  }

  private State sorted(String other, boolean reversed) {
    return new State(view, at, other, reversed, filter, isTyping, hasThreads, 0, message);
  }

  private State filtered(String other, boolean typing) {
    return new State(view, at, column, isReversed, other, typing, hasThreads, 0, message);
  }

  private State scrolled(int other) {
    return new State(
        view, at, column, isReversed, filter, isTyping, hasThreads, Math.max(0, other), message);
  }

  private State in(View other) {
    return new State(other, at, column, isReversed, filter, isTyping, hasThreads, 0, message);
  }

  /**
   * What follows from a key.
   *
   * @param moment what is shown now
   * @param range the time that can be shown
   */
  public Turn key(Key key, Moment moment, Range range) {
    State here = with("");
    if (isTyping) {
      return new Turn(here.typed(key), Wish.NOTHING);
    }
    if (key.is('q')) {
      return new Turn(here, Wish.QUIT);
    }
    if (view == View.HELP) {
      return new Turn(here.helped(key), Wish.NOTHING);
    }
    if (key.is('w')) {
      return new Turn(here, Wish.WRITE);
    }
    return new Turn(here.changed(key, moment, range), Wish.NOTHING);
  }

  private State typed(Key key) {
    return switch (key.kind()) {
      case CHARACTER, PASTED -> {
        String longer = filter + key.text();
        yield filtered(
            longer.length() > LONGEST_FILTER ? longer.substring(0, LONGEST_FILTER) : longer, true);
      }
      case BACKSPACE ->
          filtered(
              filter.isEmpty()
                  ? ""
                  : filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)),
              true);
      case ENTER -> filtered(filter, false);
      case ESCAPE -> filtered("", false);
      default -> this;
    };
  }

  private State helped(Key key) {
    if (key.is('?') || key.kind() == Key.Kind.ESCAPE) {
      return in(View.MACHINE);
    }
    return moved(key);
  }

  private State moved(Key key) {
    return switch (key.kind()) {
      case UP -> scrolled(scroll - 1);
      case DOWN -> scrolled(scroll + 1);
      case PAGE_UP -> scrolled(scroll - PAGE);
      case PAGE_DOWN -> scrolled(scroll + PAGE);
      default -> this;
    };
  }

  private State changed(Key key, Moment moment, Range range) {
    return switch (key.kind()) {
      case LEFT -> shown(moment, -1, range);
      case RIGHT -> shown(moment, 1, range);
      case HOME -> at(OptionalLong.of(range.firstNanos()));
      case END -> at(OptionalLong.empty());
      case ESCAPE -> filtered("", false);
      case CHARACTER -> character(key.text().codePointAt(0), moment, range);
      default -> moved(key);
    };
  }

  private State character(int character, Moment moment, Range range) {
    return switch (character) {
      case '?' -> in(View.HELP);
      case ' ' -> at.isPresent() ? at(OptionalLong.empty()) : at(OptionalLong.of(moment.nanos()));
      case '[' -> shown(moment, -MANY_STEPS, range);
      case ']' -> shown(moment, MANY_STEPS, range);
      case '<' -> sorted(neighbor(moment, -1), isReversed);
      case '>' -> sorted(neighbor(moment, 1), isReversed);
      case 'r' -> sorted(column, !isReversed);
      case '/' -> filtered(filter, true);
      case 't' ->
          new State(view, at, column, isReversed, filter, isTyping, !hasThreads, 0, message);
      default -> this;
    };
  }

  /** Shows a moment; beyond the end of what is still growing, the latest one from now on. */
  private State shown(Moment moment, int steps, Range range) {
    long nanos = range.after(moment.nanos(), steps);
    boolean isLatest = steps > 0 && nanos >= range.lastNanos() && range.isGrowing();
    return at(isLatest ? OptionalLong.empty() : OptionalLong.of(nanos));
  }

  private String neighbor(Moment moment, int by) {
    List<String> columns = new ArrayList<>();
    columns.add(Tasks.NUMBER);
    tasks(moment).figures().stream().map(Figure::name).forEach(columns::add);
    columns.add(Tasks.NAME);
    int here = Math.max(0, columns.indexOf(column));
    return columns.get(Math.clamp(here + by, 0, columns.size() - 1));
  }

  /** The processes or the threads of a moment. */
  Tasks tasks(Moment moment) {
    return hasThreads ? moment.threads() : moment.processes();
  }
}
