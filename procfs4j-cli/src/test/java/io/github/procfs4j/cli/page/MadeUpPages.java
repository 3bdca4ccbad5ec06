package io.github.procfs4j.cli.page;

import io.github.procfs4j.cli.page.Chart.Form;
import io.github.procfs4j.cli.page.Verdict.Phrase;
import io.github.procfs4j.cli.page.Verdict.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Pages for tests; all numbers are made up. */
@SuppressWarnings("NullAway") // what is missing fails the test
final class MadeUpPages {
  private MadeUpPages() {}

  static double[] times(int samples) {
    return IntStream.range(0, samples).mapToDouble(i -> i / 100.0).toArray();
  }

  static double[] seconds(int samples) {
    return IntStream.range(0, samples).mapToDouble(i -> i).toArray();
  }

  static float[] values(int samples, IntToDoubleFunction value) {
    float[] values = new float[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return values;
  }

  /** Sine waves, one above the other, for {@code samples} hundredths of a second. */
  static Chart waves(String title, int samples, int count) {
    double[] times = times(samples);
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      int level = 10 * (s + 1);
      series.add(new Series("wave" + s, times, values(samples, i -> level + Math.sin(i / 9.0))));
    }
    return new Chart(title, "/s", "", Form.LINES, null, series);
  }

  /** Rows that are busy one after the other. */
  @SuppressWarnings("NullAway") // the weights may be null
  static Chart rows(String title, int rows, int samples) {
    double[] times = seconds(samples);
    List<Series> series = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int at = row;
      series.add(
          new Series(
              "" + row,
              "cpu=" + row,
              times,
              values(samples, i -> at == 3 ? 90 : i * rows / samples == at ? 60 : 5),
              null));
    }
    return new Chart(
        title, "%", "A heatmap.", rows > 8 ? Form.ROWS : Form.LINES, Chart.Range.SHARE, series);
  }

  /** Processes, of which the second one grows, each with two threads. */
  static Tasks tasks(int count, int samples) {
    double[] times = seconds(samples);
    List<Tasks.Task> tasks = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      int at = p;
      float[] cpu = values(samples, i -> at == 0 ? 0.9 : 0.5 / (at + 1));
      float[] memory = values(samples, i -> at == 1 ? 1e6 * i : 5e6);
      String name = (100 + p) + " p" + p;
      tasks.add(
          new Tasks.Task(name, name, "" + (100 + p), false, "", List.of(() -> cpu, () -> memory)));
      for (int t = 0; t < 2; t++) {
        String thread = (1000 + 2 * p + t) + " t" + t + " of " + (100 + p);
        float[] none = values(samples, i -> Double.NaN);
        tasks.add(
            new Tasks.Task(
                thread, thread, "" + (100 + p), true, "", List.of(() -> cpu, () -> none)));
      }
    }
    return new Tasks(
        times,
        -1,
        List.of(
            new Tasks.Measure("CPU", "CPUs", "s", 1, true, ""),
            new Tasks.Measure("memory", "B", "", 0, false, "")),
        tasks,
        null,
        "Those that used most.");
  }

  /** A page with everything, of a hundred seconds. */
  static Page full() {
    Chart busy = rows("busy", 64, 101);
    double[] times = busy.series().getFirst().times();
    Series part = new Series("user", times, values(101, i -> 30));
    Series other =
        new Series("system", times, values(101, i -> i > 40 && i < 60 ? Double.NaN : 20));
    Chart stack = new Chart("parts", "%", "", Form.STACK, Chart.Range.SHARE, List.of(part, other));
    Chart line = new Chart("busy of all", "%", "", Form.LINES, Chart.Range.SHARE, List.of(other));
    Lane cpu =
        new Lane(
            "cpu",
            "CPU",
            line,
            List.of(
                new Section(
                    "stat: CPU time",
                    null,
                    List.of(stack, busy),
                    List.of("0 throughout: steal"),
                    null)));
    Lane processes =
        new Lane(
            "processes",
            "Processes",
            null,
            List.of(new Section("pid:*: Processes", null, List.of(), List.of(), tasks(40, 101))));
    Table table = new Table(List.of("source", "time"), List.of(List.of("stat", "1 ms")));
    Lane cost =
        new Lane(
            "cost",
            "Own cost",
            null,
            List.of(new Section("self", table, List.of(), List.of(), null)));
    Instant begin = Instant.parse("2026-03-28T12:00:00Z");
    return new Page(
        "made-up.rec",
        "Summary of a made-up recording",
        new Clock(begin, begin.plusSeconds(100), 100, ZoneOffset.ofHoursMinutes(5, 30)),
        List.of(
            new Verdict(
                "CPU",
                true,
                List.of(new Phrase("CPU 3 90 % busy", new Target("cpu", "busy", 20, 40, "cpu=3")))),
            new Verdict("Memory", false, List.of(new Phrase("nothing remarkable", null))),
            new Verdict(
                "By CPU",
                false,
                List.of(
                    new Phrase(
                        "107 p7 9 s",
                        new Target("processes", "", Double.NaN, Double.NaN, "107 p7"))))),
        List.of("a made-up remark"),
        List.of(new Fact("kernel", "6.1.0")),
        List.of(cpu, processes, cost),
        List.of(new Page.Mark(50, "deploy")));
  }
}
