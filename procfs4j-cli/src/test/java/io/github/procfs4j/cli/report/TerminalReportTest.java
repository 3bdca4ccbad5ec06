package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class TerminalReportTest {
  private static final Table QUEUES = Table.of("queue", "name");
  private static final Column REQUESTS = MadeUp.counter("requests");
  private static final Column ERRORS = MadeUp.counter("errors");
  private static final Column HELD = MadeUp.gauge("held", Unit.KIBIBYTES);

  private static String printed(SourceFigures figures, int columns, boolean isTerminal) {
    StringWriter text = new StringWriter();
    new TerminalReport(new Output(text, columns, isTerminal)).source(figures);
    return text.toString();
  }

  private static SequencedMap<String, List<Long>> rows(Object... namesAndCells) {
    SequencedMap<String, List<Long>> rows = new LinkedHashMap<>();
    for (int i = 0; i < namesAndCells.length; i += 4) {
      rows.put(
          (String) namesAndCells[i],
          List.of(
              ((Number) namesAndCells[i + 1]).longValue(),
              ((Number) namesAndCells[i + 2]).longValue(),
              ((Number) namesAndCells[i + 3]).longValue()));
    }
    return rows;
  }

  @SafeVarargs
  private static MadeUp queues(SequencedMap<String, List<Long>>... samples) {
    MadeUp madeUp = new MadeUp("queues", QUEUES);
    for (SequencedMap<String, List<Long>> sample : samples) {
      madeUp.sample(List.of(REQUESTS, ERRORS, HELD), sample);
    }
    return madeUp;
  }

  private static MadeUp three() {
    return queues(
        rows("slow", 0, 0, 100, "fast", 0, 0, 2048, "idle", 5, 0, 0),
        rows("slow", 1, 0, 110, "fast", 1000, 0, 4096, "idle", 5, 0, 0),
        rows("slow", 2, 1, 120, "fast", 3000, 0, 1024, "idle", 5, 0, 0),
        rows("slow", 3, 1, 130, "fast", 3000, 0, 0, "idle", 5, 0, 0),
        rows("slow", 0, 1, 140, "fast", 7000, 0, 4096, "idle", 5, 0, 0));
  }

  @Test
  void aSmallCaseLooksSo() {
    assertThat(printed(three().figures(), 80, false))
        .isEqualTo(
            """

            queues  Made up for a test
            every 1 s, 5 samples

            name=fast       min   mean    p50    p95    p99    max
            requests /s       0   1750   1000   4000   4000   4000  ▃▅▁█
            held     MiB      0   2.25   1.00   4.00   4.00   4.00  █▃▁█
            always 0: errors

            name=slow       min   mean    p50    p95    p99    max
            requests /s    1.00   1.00   1.00   1.00   1.00   1.00  ▄▄▄
            errors   /s       0  0.250      0   1.00   1.00   1.00  ▁█▁▁
            held     KiB  110.0  125.0  120.0  140.0  140.0  140.0  ▁▃▆█
            ! 1 of 4 intervals left out of requests: a counter went backwards
            only 0 or no value: idle
            """);
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    MadeUp many = new MadeUp("queues", QUEUES);
    for (int sample = 0; sample < 200; sample++) {
      SequencedMap<String, List<Long>> rows = new LinkedHashMap<>();
      for (int i = 0; i < 60; i++) {
        rows.put(
            "a queue with rather a long name, number " + i,
            List.of((long) sample * i * 1000, 0L, (long) sample));
      }
      many.sample(List.of(REQUESTS, ERRORS, HELD), rows);
    }
    SourceFigures figures = many.figures();
    for (int columns : new int[] {80, 100, 160}) {
      String text = printed(figures, columns, false);
      assertThat(
              text.lines().mapToInt(line -> line.codePointCount(0, line.length())).max().orElse(0))
          .isBetween(columns - 4, columns);
    }
  }

  /** Of sixty queues, the busiest are shown in full, some in brief, and the others are counted. */
  @Test
  void manyRowsAreCutShortTheBusiestFirst() {
    MadeUp many = new MadeUp("queues", QUEUES);
    for (int sample = 0; sample < 3; sample++) {
      SequencedMap<String, List<Long>> rows = new LinkedHashMap<>();
      for (int i = 0; i < 60; i++) {
        rows.put("q" + i, List.of((long) sample * (i + 1), 0L, 0L));
      }
      rows.put("all", List.of((long) sample, 0L, 0L));
      many.sample(List.of(REQUESTS, ERRORS, HELD), rows);
    }
    String text = printed(many.figures(), 80, false);
    assertThat(
            text.lines().filter(line -> line.contains("min")).map(line -> line.split(" ", -1)[0]))
        .containsExactly("name=all", "name=q59", "name=q58", "name=q57", "requests");
    assertThat(text).contains("name=q41 ").doesNotContain("name=q40");
    assertThat(text).contains("41 rows more").contains("always 0 in each: errors, held");
  }

  @Test
  void labelsCannotSteerTheTerminal() {
    MadeUp hostile =
        queues(
            rows("\033]0;x\007\u202e\n", 0, 0, 0, "\u009b2J", 0, 0, 0),
            rows("\033]0;x\007\u202e\n", 1, 1, 1, "\u009b2J", 0, 0, 0));
    String text = printed(hostile.figures(), 80, false);
    assertThat(text).doesNotContainPattern("[\\p{Cntrl}\\u202e&&[^\\n]]");
    assertThat(text).contains("name=\\x1b]0;x\\x07\\u202e\\x0a").contains("\\x9b2J");
  }

  @Test
  void headingsAreBoldOnATerminalOnlyAndTakeNoRoom() {
    SourceFigures figures = three().figures();
    String bold = printed(figures, 80, true);
    assertThat(bold).contains("\033[1mname=fast\033[0m");
    assertThat(bold.replaceAll("\033\\[[01]m", "")).isEqualTo(printed(figures, 80, false));
  }

  @Test
  void aGapIsBlankAndSaid() {
    MadeUp gap = new MadeUp("queues", QUEUES);
    for (int i = 0; i < 4; i++) {
      if (i == 2) {
        gap.gap();
      }
      gap.sample(List.of(REQUESTS, ERRORS, HELD), rows("q", i, 0, 0));
    }
    String text = printed(gap.figures(), 80, false);
    assertThat(text).contains("▄ ▄\n");
    assertThat(text)
        .contains("! rates are missing in 1 of 3 intervals: reading failed in between\n");
  }

  @Test
  void onePartOfTheTimeIsToldOfWithoutTheRest() {
    SourceFigures figures = three().figures(new Span(1_000_000_000L, 3_000_000_000L));
    assertThat(figures.intervals().size()).isEqualTo(2);
    assertThat(figures.intervals().ends()).containsExactly(2, 3);
    assertThat(printed(figures, 80, false)).contains("requests /s       0   1000      0   2000");
  }

  @Test
  void aSingleSampleMakesNoInterval() {
    MadeUp one = queues(rows("q", 1, 2, 3));
    assertThat(printed(one.figures(), 80, false))
        .endsWith("every 1 s, 1 sample; no interval, as there is only one sample\n");
  }
}
