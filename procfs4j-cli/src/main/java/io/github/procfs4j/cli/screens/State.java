package io.github.procfs4j.cli.screens;

import io.github.procfs4j.cli.terminal.Key;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What the user has chosen to see. A key leads from one state to the next.
 *
 * @param view the screen
 * @param at the moment that is shown; empty for the latest one, whichever that is
 * @param column the column by which processes are sorted
 * @param isReversed whether they are sorted the other way round
 * @param arrangement how they are arranged
 * @param filter the text of a {@link TaskFilter}
 * @param hasThreads whether threads are shown instead of processes
 * @param selected the number of the process or thread that is selected; empty if none is
 * @param focus the index of the figure of the machine that is selected; -1 if none is
 * @param zoom the number of steps for each character of a curve
 * @param typing what is being typed
 * @param typed what has been typed of a mark
 * @param scroll how many lines of processes, or of help, are above those that are shown
 * @param message what is shown until the next key; empty if nothing is
 */
public record State(
    View view,
    OptionalLong at,
    String column,
    boolean isReversed,
    Arrangement arrangement,
    String filter,
    boolean hasThreads,
    OptionalLong selected,
    int focus,
    int zoom,
    Typing typing,
    String typed,
    int scroll,
    String message) {
  /** The possible numbers of steps for each character of a curve. */
  private static final List<Integer> ZOOMS = List.of(1, 2, 5, 10, 20, 50);

  private static final int MANY_STEPS = 10;
  private static final int PAGE = 10;
  private static final int LONGEST_TEXT = 200;

  /** Screens. */
  public enum View {
    /** The machine and its processes. */
    MACHINE,
    /** What is on that screen, and what keys do. */
    HELP
  }

  /** What keys are taken for. */
  public enum Typing {
    /** Nothing is typed: keys are commands. */
    NOTHING,
    /** The filter. */
    FILTER,
    /** The text of a mark. */
    MARK
  }

  /** What a key asks for, beyond another state. */
  public enum Wish {
    NOTHING,
    /** To end. */
    QUIT,
    /** To write the time in memory as a recording. */
    WRITE,
    /** To write the page of the report. */
    PAGE,
    /** To mark the moment that is shown with the text that was typed. */
    MARK,
    /** To show the moment at which what is selected was highest. */
    HIGHEST,
    /** To show the next moment at which it was unusual. */
    NEXT_UNUSUAL,
    /** To show the previous one. */
    PREVIOUS_UNUSUAL
  }

  /**
   * What follows from a key.
   *
   * @param state the next state
   * @param wish what else is to be done
   */
  public record Turn(State state, Wish wish) {}

  /** The components, to change some of them. */
  private static final class Draft {
    private View view;
    private OptionalLong at;
    private String column;
    private boolean isReversed;
    private Arrangement arrangement;
    private String filter;
    private boolean hasThreads;
    private OptionalLong selected;
    private int focus;
    private int zoom;
    private Typing typing;
    private String typed;
    private int scroll;
    private String message;

    Draft(State state) {
      view = state.view;
      at = state.at;
      column = state.column;
      isReversed = state.isReversed;
      arrangement = state.arrangement;
      filter = state.filter;
      hasThreads = state.hasThreads;
      selected = state.selected;
      focus = state.focus;
      zoom = state.zoom;
      typing = state.typing;
      typed = state.typed;
      scroll = state.scroll;
      message = state.message;
    }

    State state() {
      return new State(
          view,
          at,
          column,
          isReversed,
          arrangement,
          filter,
          hasThreads,
          selected,
          focus,
          zoom,
          typing,
          typed,
          scroll,
          message);
    }
  }

  private State changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.state();
  }

  /** The state at the beginning. */
  public static State initial() {
    return new State(
        View.MACHINE,
        OptionalLong.empty(),
        ProcessMeasure.CPU.figure(ProcessTable.PROCESS).name(),
        false,
        Arrangement.LIST,
        "",
        false,
        OptionalLong.empty(),
        -1,
        1,
        Typing.NOTHING,
        "",
        0,
        "");
  }

  /** The state with another message. */
  public State with(String other) {
    return changed(draft -> draft.message = other);
  }

  /** The state at another moment; empty for the latest one. */
  public State at(OptionalLong other) {
    return changed(draft -> draft.at = other);
  }

  /** The state with threads, or with processes. */
  public State withThreads(boolean wanted) {
    return changed(
        draft -> {
          draft.hasThreads = wanted;
          draft.selected = OptionalLong.empty();
          draft.scroll = 0;
        });
  }

  private State sorted(String other, boolean reversed) {
    return changed(
        draft -> {
          draft.column = other;
          draft.isReversed = reversed;
          draft.scroll = 0;
        });
  }

  private State filtered(String other) {
    return changed(
        draft -> {
          draft.filter = other;
          draft.scroll = 0;
        });
  }

  private State typing(Typing what, String text) {
    return changed(
        draft -> {
          draft.typing = what;
          draft.typed = text;
        });
  }

  private State scrolled(int other) {
    return changed(draft -> draft.scroll = Math.max(0, other));
  }

  private State in(View other) {
    return changed(
        draft -> {
          draft.view = other;
          draft.scroll = 0;
        });
  }

  /**
   * What follows from a key.
   *
   * @param moment what is shown now
   * @param range the time that can be shown
   */
  public Turn key(Key key, Moment moment, Range range) {
    State here = with("");
    if (typing == Typing.MARK) {
      boolean isDone = key.kind() == Key.Kind.ENTER && !typed.isBlank();
      return isDone
          ? new Turn(here.typing(Typing.NOTHING, typed), Wish.MARK)
          : new Turn(here.typedMark(key), Wish.NOTHING);
    }
    if (typing == Typing.FILTER) {
      return new Turn(here.typedFilter(key), Wish.NOTHING);
    }
    if (key.is('q')) {
      return new Turn(here, Wish.QUIT);
    }
    if (view == View.HELP) {
      return new Turn(here.helped(key), Wish.NOTHING);
    }
    Wish wish = wish(key);
    return wish == Wish.NOTHING
        ? new Turn(here.changed(key, moment, range), wish)
        : new Turn(here, wish);
  }

  private static Wish wish(Key key) {
    if (key.kind() != Key.Kind.CHARACTER) {
      return Wish.NOTHING;
    }
    return switch (key.text().codePointAt(0)) {
      case 'w' -> Wish.WRITE;
      case 'h' -> Wish.PAGE;
      case 'x' -> Wish.HIGHEST;
      case 'n' -> Wish.NEXT_UNUSUAL;
      case 'N' -> Wish.PREVIOUS_UNUSUAL;
      default -> Wish.NOTHING;
    };
  }

  private State typedFilter(Key key) {
    return switch (key.kind()) {
      case CHARACTER, PASTED, BACKSPACE -> filtered(edited(filter, key));
      case ENTER -> typing(Typing.NOTHING, "");
      case ESCAPE -> filtered("").typing(Typing.NOTHING, "");
      default -> this;
    };
  }

  private State typedMark(Key key) {
    return switch (key.kind()) {
      case CHARACTER, PASTED, BACKSPACE -> typing(Typing.MARK, edited(typed, key));
      case ENTER, ESCAPE -> typing(Typing.NOTHING, "");
      default -> this;
    };
  }

  private static String edited(String text, Key key) {
    if (key.kind() == Key.Kind.BACKSPACE) {
      return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    String longer = text + key.text();
    if (longer.length() <= LONGEST_TEXT) {
      return longer;
    }
    boolean isPair = Character.isHighSurrogate(longer.charAt(LONGEST_TEXT - 1));
    return longer.substring(0, isPair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
  }

  private State helped(Key key) {
    if (key.is('?') || key.kind() == Key.Kind.ESCAPE) {
      return in(View.MACHINE);
    }
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
      case UP -> selected(moment, -1);
      case DOWN -> selected(moment, 1);
      case PAGE_UP -> selected(moment, -PAGE);
      case PAGE_DOWN -> selected(moment, PAGE);
      case TAB -> focused(moment, 1);
      case BACK_TAB -> focused(moment, -1);
      case ESCAPE -> escaped();
      case CHARACTER -> character(key.text().codePointAt(0), moment, range);
      default -> this;
    };
  }

  private State escaped() {
    return changed(
        draft -> {
          draft.filter = "";
          draft.selected = OptionalLong.empty();
          draft.focus = -1;
          draft.scroll = 0;
        });
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
      case '/' -> typing(Typing.FILTER, "");
      case 't' -> withThreads(!hasThreads);
      case 'v' ->
          changed(
              draft -> {
                draft.arrangement = arrangement.next();
                draft.scroll = 0;
              });
      case 'z' -> zoomed(1);
      case 'Z' -> zoomed(-1);
      case 'm' -> at(OptionalLong.of(moment.nanos())).typing(Typing.MARK, "");
      case ',' -> marked(range.markBefore(moment.nanos()), range);
      case '.' -> marked(range.markAfter(moment.nanos()), range);
      default -> this;
    };
  }

  private State zoomed(int by) {
    int next = Math.clamp((long) ZOOMS.indexOf(zoom) + by, 0, ZOOMS.size() - 1);
    return changed(draft -> draft.zoom = ZOOMS.get(next));
  }

  private State marked(Range.Found found, Range range) {
    return found.nanos().isEmpty()
        ? with(found.text())
        : at(OptionalLong.of(range.moment(found.nanos().getAsLong()))).with(found.text());
  }

  /** Shows a moment; beyond the end of what is still growing, the latest one from now on. */
  private State shown(Moment moment, int steps, Range range) {
    long nanos = range.after(moment.nanos(), steps);
    boolean isLatest = steps > 0 && nanos >= range.lastNanos() && range.isGrowing();
    return at(isLatest ? OptionalLong.empty() : OptionalLong.of(nanos));
  }

  /** Selects another process; what several use together cannot be selected. */
  private State selected(Moment moment, int by) {
    if (arrangement == Arrangement.NAMES) {
      return scrolled(scroll + by);
    }
    List<Tasks.Line> lines = lines(moment);
    if (lines.isEmpty()) {
      return this;
    }
    int here = selectedLine(lines);
    int next = Math.clamp(here < 0 ? 0 : (long) here + by, 0, lines.size() - 1);
    return changed(
        draft -> {
          draft.selected = OptionalLong.of(lines.get(next).task().number());
          draft.focus = -1;
        });
  }

  /** The index of the line that is selected; -1 if there is none. */
  int selectedLine(List<Tasks.Line> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (selected.isPresent() && lines.get(i).task().number() == selected.getAsLong()) {
        return i;
      }
    }
    return -1;
  }

  /** The lines of processes or threads, in order. */
  List<Tasks.Line> lines(Moment moment) {
    // A thread has no threads below it, so there is no tree of them.
    Arrangement how =
        hasThreads && arrangement == Arrangement.TREE ? Arrangement.LIST : arrangement;
    return tasks(moment).arranged(how, column, isReversed, filter, hasThreads);
  }

  private State focused(Moment moment, int by) {
    List<Subject> subjects = Subject.all(moment);
    if (subjects.isEmpty()) {
      return this;
    }
    int next = focus < 0 && by < 0 ? subjects.size() - 1 : focus + by;
    int index = Math.floorMod(next, subjects.size());
    return changed(
        draft -> {
          draft.focus = index;
          draft.selected = OptionalLong.empty();
          draft.message = "selected: " + subjects.get(index).text();
        });
  }

  /** What is selected, and what of it: by default the first figure of the machine. */
  public Subject subject(Moment moment) {
    if (selected.isPresent()) {
      return Subject.ofTask(hasThreads, selected.getAsLong(), column);
    }
    List<Subject> subjects = Subject.all(moment);
    return subjects.isEmpty()
        ? Subject.NONE
        : subjects.get(focus < 0 ? 0 : Math.min(focus, subjects.size() - 1));
  }

  private String neighbor(Moment moment, int by) {
    Tasks tasks = tasks(moment);
    List<String> columns = new ArrayList<>();
    columns.add(Tasks.NUMBER);
    tasks.figures().stream().map(Figure::name).forEach(columns::add);
    if (tasks.hasUsers()) {
      columns.add(Tasks.USER);
    }
    columns.add(Tasks.NAME);
    int here = Math.max(0, columns.indexOf(column));
    return columns.get(Math.clamp((long) here + by, 0, columns.size() - 1));
  }

  /** The processes or the threads of a moment. */
  Tasks tasks(Moment moment) {
    return hasThreads ? moment.threads() : moment.processes();
  }
}
