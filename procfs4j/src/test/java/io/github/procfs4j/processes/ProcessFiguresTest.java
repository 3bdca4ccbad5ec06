package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessFiguresTest {
  @Test
  void eachNameIsThatOfOneFigure() {
    assertThat(ProcessFigures.of(ProcessTable.PROCESS))
        .extracting(Figure::name)
        .doesNotHaveDuplicates()
        .contains("cpu", "rss", "faults", "switches", "I/O", "run delay", "Pss");
    assertThat(ProcessFigures.of(ProcessTable.THREAD))
        .extracting(Figure::table)
        .containsOnly("thread");
  }

  @ParameterizedTest
  @EnumSource
  void eachMeasureHasItsFigures(ProcessMeasure measure) {
    for (Table table : new Table[] {ProcessTable.PROCESS, ProcessTable.THREAD}) {
      assertThat(measure.figure(table).table()).isEqualTo(table.name());
      assertThat(measure.detail(table).table()).isEqualTo(table.name());
    }
  }

  @Test
  void aThreadIsOnOneCpuAtATime() {
    assertThat(ProcessMeasure.CPU.figure(ProcessTable.THREAD).limits().most()).isEqualTo(1);
    assertThat(ProcessMeasure.CPU.figure(ProcessTable.PROCESS).limits().most()).isInfinite();
  }
}
