package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.processes.ProcessMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The usage of processes and threads as lines of text: the busiest by each measure. */
final class TerminalProcesses {
  private static final int SHOWN = 5;
  private static final int NUMBER = 5;

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
    Overview.notes(usage).forEach(note -> out.wrapped("! ", note.text()));
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
    ProcessMeasure measure = busiest.measure();
    boolean[] isNumber = new boolean[1 + table.heads().size()];
    Arrays.fill(isNumber, 1, isNumber.length, true);
    TextTable text =
        new TextTable(1, isNumber)
            .title(title(tasks, measure))
            .spaced(2, NUMBER)
            .cut()
            .head(row("", table.heads()))
            .head(row("", table.units()));
    List<List<String>> columns = new ArrayList<>();
    for (int c = 0; c < table.heads().size(); c++) {
      int column = c;
      columns.add(aligned(table.lines().stream().map(line -> line.numbers().get(column)).toList()));
    }
    for (int i = 0; i < table.lines().size(); i++) {
      UseTable.Line line = table.lines().get(i);
      int at = i;
      text.add(
          row(line.name(), columns.stream().map(column -> column.get(at)).toList()),
          width -> curve(line.course(), width));
    }
    out.line();
    out.table(text);
    String note = Overview.note(usage, tasks, measure);
    if (!note.isEmpty()) {
      out.wrapped(note);
    }
  }

  private String title(TaskUsage tasks, ProcessMeasure measure) {
    String part = Overview.partOf(usage, tasks, measure);
    return Overview.plural(tasks)
        + ": "
        + measure.text()
        + (part.isEmpty() ? "" : " (" + part + ")");
  }

  /** The numbers of a column, followed by blanks so that their decimal points are aligned. */
  private static List<String> aligned(List<String> numbers) {
    int most = numbers.stream().mapToInt(TerminalProcesses::decimals).max().orElse(0);
    return numbers.stream().map(number -> number + " ".repeat(most - decimals(number))).toList();
  }

  /** The number of characters of the point and the decimals. */
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

  private static List<String> row(String name, List<String> numbers) {
    List<String> row = new ArrayList<>(List.of(name));
    row.addAll(numbers);
    return row;
  }
}
