package io.github.procfs4j.cli.screens;

import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.cli.terminal.Style;
import io.github.procfs4j.cli.terminal.Styled;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.model.Figure;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The machine on top, and its processes below. */
final class MachineScreen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** The title, the heading of the processes, and the last line. */
  private static final int OTHER_LINES = 3;

  private static final int MOST_VERDICTS = 3;
  private static final int NAME_OF_SECTION = 8;
  private static final int WIDEST_STRIP = 21;
  private static final int VALUE = 11;
  private static final int FIRST_GAUGE = 24;
  private static final int WIDEST_CURVE = 60;
  private static final int SHORT_CURVE = 12;

  /** From this width on, all figures that have a curve show one. */
  private static final int WIDE = 120;

  private static final int NUMBER = 7;
  private static final int USER = 9;
  private static final int INDENT = 2;
  private static final int WIDE_ENOUGH_FOR_USERS = 100;
  private static final int SHORTEST_NAME = 16;
  private static final int SHORTEST_NAME_OF_MANY = 28;
  private static final int SHORTEST_TITLE = 4;

  private final State state;
  private final Moment moment;
  private final Range range;
  private final Status status;
  private final int columns;
  private final int rows;

  MachineScreen(State state, Moment moment, Range range, Status status, int columns, int rows) {
    this.state = state;
    this.moment = moment;
    this.range = range;
    this.status = status;
    this.columns = columns;
    this.rows = rows;
  }

  List<Styled> lines() {
    List<Styled> lines = new ArrayList<>();
    lines.add(title());
    int room = Math.max(0, (rows - OTHER_LINES) / 2);
    List<Styled> verdicts = verdicts(Math.min(MOST_VERDICTS, room / 3));
    lines.addAll(machine(room - verdicts.size()));
    lines.addAll(verdicts);
    lines.addAll(processes(rows - 1 - lines.size()));
    while (lines.size() < rows - 1) {
      lines.add(Styled.empty());
    }
    lines.add(last());
    return lines;
  }

  private Styled title() {
    String time =
        moment
            .time()
            .map(instant -> TIME.format(instant.atZone(ZoneId.systemDefault())))
            .orElse("+" + Times.duration(moment.nanos() - range.firstNanos()));
    long ago = range.lastNanos() - moment.nanos();
    String where =
        state.at().isEmpty()
            ? status.kind()
            : ago > range.stepNanos() / 2 ? "stopped " + Times.duration(ago) + " ago" : "stopped";
    Tasks tasks = state.tasks(moment);
    String count =
        tasks.tasks().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "  %,d %s",
                tasks.tasks().size(),
                state.hasThreads() ? "threads" : "processes");
    Styled left =
        Styled.of(" " + time + "  ", Style.BAR)
            .plus(where, state.at().isEmpty() ? Style.BAR : Style.SELECTED);
    Text cost = Text.of(status.cost());
    // The name of a host or file may be long: what it leaves no room for is not shown.
    int room = columns - left.columns() - Text.of(count).columns() - cost.columns() - 4;
    boolean hasCost = room >= SHORTEST_TITLE;
    int most = hasCost ? room : Math.max(0, columns - left.columns() - 2);
    left =
        left.plus("  ", Style.BAR)
            .plus(Text.of(status.title()).cut(most), Style.BAR)
            .plus(count, Style.BAR);
    int between = columns - left.columns() - cost.columns() - 1;
    return hasCost && between > 0
        ? left.plus(Text.blank(between), Style.BAR).plus(cost, Style.BAR).plus(" ", Style.BAR)
        : left.left(columns, Style.BAR);
  }

  /** One line of each section, then the next one of each, as far as there is room. */
  private List<Styled> machine(int room) {
    List<List<Styled>> chosen = new ArrayList<>();
    List<List<Strip>> waiting = new ArrayList<>();
    for (Section section : moment.sections()) {
      List<Strip> strips = section.strips().stream().filter(Strip::isAnything).toList();
      waiting.add(strips.isEmpty() ? section.strips().subList(0, 1) : strips);
      chosen.add(new ArrayList<>());
    }
    int left = room;
    for (int turn = 0; left > 0 && turn < room; turn++) {
      for (int i = 0; i < waiting.size() && left > 0; i++) {
        if (turn < waiting.get(i).size()) {
          String name = turn == 0 ? moment.sections().get(i).name() : "";
          chosen.get(i).add(strip(name, waiting.get(i).get(turn)));
          left--;
        }
      }
    }
    return chosen.stream().flatMap(List::stream).toList();
  }

  private Styled strip(String section, Strip strip) {
    int wide = Math.min(WIDEST_STRIP, columns / 4);
    String what = strip.row().isEmpty() ? strip.source() : strip.source() + " " + strip.row();
    Styled line =
        Styled.empty()
            .plus(Text.of(section).strong().left(NAME_OF_SECTION), Style.STRONG)
            .plus(Text.of(what).cut(wide).left(wide), Style.LABEL);
    int curve = Math.clamp(columns / 4, 0, WIDEST_CURVE);
    Subject selected = state.focus() < 0 ? Subject.NONE : state.subject(moment);
    for (int i = 0; i < strip.gauges().size(); i++) {
      Gauge gauge = strip.gauges().get(i);
      boolean hasCurve = gauge.before().length > 0 && (i == 0 || columns >= WIDE);
      boolean isSelected = Subject.of(strip, gauge).equals(selected);
      Styled next = gauge(gauge, hasCurve ? (i == 0 ? curve : SHORT_CURVE) : 0, i == 0, isSelected);
      if (line.columns() + next.columns() > columns) {
        break;
      }
      line = line.plus(next);
    }
    return line;
  }

  private Styled gauge(Gauge gauge, int curve, boolean isFirst, boolean isSelected) {
    Figure figure = gauge.figure();
    Styled text =
        Styled.of(" ", Style.PLAIN)
            .plus(figure.name(), isSelected ? Style.BAR : Style.PLAIN)
            .plus(" ", Style.PLAIN)
            .plus(Text.of(Numbers.text(gauge.value(), figure.unit())).left(VALUE), Style.STRONG);
    if (curve == 0) {
      return text;
    }
    text = isFirst ? text.left(FIRST_GAUGE, Style.PLAIN) : text; // so that curves are aligned
    double most = figure.unit().equals("%") ? 100 : Double.NaN;
    int last = 1 + (int) Math.floorMod(moment.nanos() / range.stepNanos(), (long) state.zoom());
    return text.plus(
        Curve.of(gauge.before(), state.zoom(), last, most, curve, status.isUnicode()), Style.CURVE);
  }

  private List<Styled> verdicts(int most) {
    List<Styled> lines = new ArrayList<>();
    List<Moment.Verdict> verdicts = moment.verdicts();
    for (int i = 0; i < Math.min(most, verdicts.size()); i++) {
      boolean isLast = i == most - 1 && verdicts.size() > most;
      String more = isLast ? "  and %,d more".formatted(verdicts.size() - most) : "";
      lines.add(
          Styled.of(verdicts.get(i).resource(), Style.WARNING)
              .left(NAME_OF_SECTION, Style.PLAIN)
              .plus(verdicts.get(i).text() + more, Style.WARNING));
    }
    if (lines.isEmpty() && most > 0 && !moment.sections().isEmpty()) {
      lines.add(Styled.of("Nothing remarkable over the last ten seconds", Style.PLAIN));
    }
    return lines;
  }

  private List<Styled> processes(int room) {
    List<Styled> lines = new ArrayList<>();
    if (room <= 0) {
      return lines;
    }
    Tasks tasks = state.tasks(moment);
    List<Integer> shown = figures(tasks);
    lines.add(heading(tasks, shown));
    List<Tasks.Line> sorted = state.lines(moment);
    int selected = state.selectedLine(sorted);
    int from = Math.min(state.scroll(), Math.max(0, sorted.size() - (room - 1)));
    if (selected >= 0) {
      from = Math.clamp(from, Math.max(0, selected - room + 2), selected);
    }
    for (int i = from; i < Math.min(sorted.size(), from + room - 1); i++) {
      Styled line = line(sorted.get(i), tasks, shown);
      lines.add(i == selected ? line.in(Style.BAR).left(columns, Style.BAR) : line);
    }
    if (sorted.isEmpty() && room > 1) {
      lines.add(Styled.of(why(tasks), Style.PLAIN));
    }
    return lines;
  }

  private String why(Tasks tasks) {
    if (!tasks.tasks().isEmpty()) {
      return "none of them is found by «" + state.filter() + "»";
    }
    return state.hasThreads() ? "no threads were sampled" : "no processes were sampled";
  }

  /** As many figures as there is room for; the one by which is sorted is always among them. */
  private List<Integer> figures(Tasks tasks) {
    int name = columns < WIDE_ENOUGH_FOR_USERS ? SHORTEST_NAME : SHORTEST_NAME_OF_MANY;
    int room = columns - NUMBER - name - 1 - widthOfUser(tasks);
    int sorted = tasks.index(state.column());
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < tasks.figures().size(); i++) {
      int needed = width(tasks, i) + (i < sorted ? width(tasks, sorted) : 0);
      if (needed <= room) {
        room -= width(tasks, i);
        shown.add(i);
      } else if (i == sorted) {
        shown.add(i);
      }
    }
    return shown;
  }

  private static int width(Tasks tasks, int figure) {
    return Math.max(VALUE, tasks.figures().get(figure).name().length()) + 1;
  }

  private Styled heading(Tasks tasks, List<Integer> shown) {
    Styled line = cell(Tasks.NUMBER, NUMBER);
    for (int i : shown) {
      line = line.plus(cell(tasks.figures().get(i).name(), width(tasks, i)));
    }
    if (widthOfUser(tasks) > 0) {
      line =
          line.plus(" ", Style.BAR)
              .plus(Tasks.USER, state.column().equals(Tasks.USER) ? Style.SELECTED : Style.BAR)
              .left(line.columns() + USER, Style.BAR);
    }
    return line.plus(" ", Style.BAR)
        .plus(Tasks.NAME, state.column().equals(Tasks.NAME) ? Style.SELECTED : Style.BAR)
        .left(columns, Style.BAR);
  }

  private Styled cell(String name, int width) {
    return Styled.empty()
        .plus(Text.blank(width - name.length()), Style.BAR)
        .plus(name, name.equals(state.column()) ? Style.SELECTED : Style.BAR);
  }

  /** Users are shown if there is room, or if they are the order. */
  private int widthOfUser(Tasks tasks) {
    boolean isWanted = state.column().equals(Tasks.USER) || columns >= WIDE_ENOUGH_FOR_USERS;
    return isWanted && tasks.hasUsers() ? USER : 0;
  }

  private Styled line(Tasks.Line of, Tasks tasks, List<Integer> shown) {
    Task task = of.task();
    String number =
        of.count() > 1
            ? "×" + of.count()
            : task.number() == Task.UNKNOWN ? "-" : Long.toString(task.number());
    Styled line = Styled.empty().plus(Text.of(number).right(NUMBER), Style.PLAIN);
    for (int i : shown) {
      String value = Numbers.text(task.values()[i], unit(tasks.figures().get(i)));
      line =
          line.plus(
              Text.of(value).right(width(tasks, i)),
              task.values()[i] > 0 ? Style.STRONG : Style.PLAIN);
    }
    if (widthOfUser(tasks) > 0) {
      String user = task.user().isEmpty() ? "-" : task.user();
      line =
          line.plus(" ", Style.PLAIN).plus(Text.of(user).cut(USER - 1).left(USER - 1), Style.PLAIN);
    }
    int depth = Math.min(of.depth(), Math.max(0, (columns - line.columns()) / 2 / INDENT));
    return line.plus(" ", Style.PLAIN)
        .plus(Text.blank(INDENT * depth), Style.PLAIN)
        .plus(task.name(), Style.PLAIN);
  }

  /** A number of CPUs is under a heading that says so. */
  private static String unit(Figure figure) {
    return figure.unit().equals("CPUs") ? "" : figure.unit();
  }

  private Styled last() {
    if (state.typing() == State.Typing.FILTER) {
      return Styled.of("filter: " + state.filter() + "_", Style.STRONG)
          .plus("  Enter keeps it, Escape shows all; user:NAME, cgroup:PART", Style.PLAIN);
    }
    if (state.typing() == State.Typing.MARK) {
      return Styled.of("mark: " + state.typed() + "_", Style.STRONG)
          .plus("  Enter sets it, Escape does not", Style.PLAIN);
    }
    if (!state.message().isEmpty()) {
      return Styled.of(state.message(), Style.STRONG);
    }
    if (!status.problem().isEmpty()) {
      return Styled.of(status.problem(), Style.WARNING);
    }
    String filter = state.filter().isEmpty() ? "" : "  only «" + state.filter() + "»";
    String order = "  by " + state.column() + (state.isReversed() ? ", reversed" : "");
    String how = state.arrangement() == Arrangement.LIST ? "" : "  " + state.arrangement().text();
    String zoom = state.zoom() == 1 ? "" : "  %d steps a character".formatted(state.zoom());
    return Styled.of("? help  q quit", Style.LABEL)
        .plus(order + how + filter + zoom, Style.PLAIN)
        .plus("  space stop  Left Right step  < > sort  / filter  v tree  t threads", Style.LABEL)
        .plus("  x highest  n unusual  m mark  h page", Style.LABEL)
        .plus(status.canWrite() ? "  w write" : "", Style.LABEL);
  }
}
