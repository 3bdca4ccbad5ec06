package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.process.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;

/** What processes and threads used, as lines of text: by each measure the busiest. */
final class TerminalProcesses {
  private static final int SHOWN = 5;
  private static final int SHORTEST_NAME = 20;
  private static final int LONGEST_NAME = 60;
  private static final int CURVE = 16;
  private static final int NARROWEST_CURVE = 4;
  private static final int NUMBER = 7;

  private final ProcessUsage usage;
  private final TerminalLines out;

  private TerminalProcesses(ProcessUsage usage, TerminalLines out) {
    this.usage = usage;
    this.out = out;
  }

  static void print(ProcessUsage usage, TerminalLines out) {
    if (usage.intervals().size() > 0) {
      new TerminalProcesses(usage, out).print();
    }
  }

  private void print() {
    usage.tables().forEach(tasks -> out.wrapped(Overview.census(tasks)));
    Overview.notes(usage).forEach(note -> out.wrapped("! ", note));
    for (TaskUsage tasks : usage.tables()) {
      List<String> nothing = new ArrayList<>();
      for (Busiest busiest : tasks.busiest()) {
        if (busiest.courses().isEmpty()) {
          nothing.add(busiest.measure().text());
        } else {
          block(tasks, busiest);
        }
      }
      out.list("always 0 in all " + Overview.plural(tasks) + ": ", nothing);
    }
  }

  private void block(TaskUsage tasks, Busiest busiest) {
    UseTable table = UseTable.of(usage, tasks, busiest, SHOWN);
    List<Integer> widths = new ArrayList<>();
    List<List<String>> columns = new ArrayList<>();
    for (int c = 0; c < table.heads().size(); c++) {
      int column = c;
      List<String> texts =
          aligned(table.lines().stream().map(line -> line.numbers().get(column)).toList());
      columns.add(texts);
      int heads = TerminalLines.widest(List.of(table.heads().get(c), table.units().get(c)));
      widths.add(Math.max(NUMBER, Math.max(heads, TerminalLines.widest(texts)) + 2));
    }
    int numbers = widths.stream().mapToInt(Integer::intValue).sum();
    ProcessMeasure measure = busiest.measure();
    String title = Overview.plural(tasks) + ": " + measure.text();
    int room = out.columns() - numbers;
    int name = Math.clamp(room - CURVE - 2, Math.min(SHORTEST_NAME, room), LONGEST_NAME);
    int curve = room - name - 2;
    out.line();
    // The first head leaves room that the title may take.
    int free = name + widths.getFirst() - table.heads().getFirst().length() - 1;
    Text shown = Text.strong(title).cut(free);
    String heads = row(table.heads(), widths).toString().stripLeading();
    out.line(shown.plus(Text.of(heads).right(name + numbers - shown.columns())));
    out.line(Text.blank(name).plus(row(table.units(), widths)));
    for (int i = 0; i < table.lines().size(); i++) {
      UseTable.Line line = table.lines().get(i);
      int at = i;
      Text text =
          Text.of(line.name())
              .cut(name)
              .left(name)
              .plus(row(columns.stream().map(column -> column.get(at)).toList(), widths));
      out.line(curve < NARROWEST_CURVE ? text : text.plus("  " + curve(line.course(), curve)));
    }
    String note = Overview.note(usage, tasks, measure);
    if (!note.isEmpty()) {
      out.wrapped(note);
    }
  }

  /** Numbers of one column with blanks behind them, so that the points stand in one line. */
  private static List<String> aligned(List<String> numbers) {
    int most = numbers.stream().mapToInt(TerminalProcesses::decimals).max().orElse(0);
    return numbers.stream().map(number -> number + blank(most - decimals(number))).toList();
  }

  /** How many characters the point and the decimals take. */
  private static int decimals(String number) {
    int point = number.indexOf('.');
    return point < 0 ? 0 : number.length() - point;
  }

  private String curve(Values values, int columns) {
    Intervals intervals = usage.intervals();
    double[] numbers = new double[values.size()];
    double[] weights = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
      weights[i] = intervals.seconds(i);
    }
    return Sparkline.of(values, intervals, Summary.of(numbers, weights), columns);
  }

  private static Text row(List<String> texts, List<Integer> widths) {
    Text row = Text.empty();
    for (int c = 0; c < texts.size(); c++) {
      row = row.plus(TerminalLines.padded(texts.get(c), widths.get(c)));
    }
    return row;
  }

  private static String blank(int count) {
    return " ".repeat(Math.max(0, count));
  }
}
