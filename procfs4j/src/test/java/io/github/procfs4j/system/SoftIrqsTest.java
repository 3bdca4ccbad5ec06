package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftIrqsTest {
  private final Tree tree;

  SoftIrqsTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("softirqs", text).read(SoftIrqs.FILE);
  }

  @Test
  void countsByKindAndCpu() {
    SoftIrqs softirqs = Procfs.at(Corpus.tree("i686-6.1-smp2", "s0")).softIrqs();
    Row timer = softirqs.softIrq("TIMER");
    assertThat(softirqs.softIrqs()).hasSize(10).contains(timer);
    assertThat(softirqs.count(timer, 1)).hasValue(599);
    assertThat(softirqs.total(timer)).hasValue(989 + 599);
    assertThat(softirqs.busiestCpu(timer)).hasValue(0);
    assertThat(softirqs.shareOfBusiestCpu(timer).orElseThrow()).isEqualTo(989.0 / 1588);
    assertThat(softirqs.shareOfBusiestCpu(softirqs.softIrq("HRTIMER"))).isEmpty();
    assertThat(softirqs.total(softirqs.softIrq("none"))).isEmpty();
  }

  @Test
  void aCpuThatIsOfflineKeepsItsColumn() {
    SoftIrqs softirqs = Procfs.at(Corpus.tree("i686-6.1-smp2", "s2")).softIrqs();
    assertThat(softirqs.cpus()).containsExactly(0, 1);
    assertThat(Procfs.at(Corpus.tree("i686-6.1-smp2", "s2")).interrupts().cpus())
        .containsExactly(0);
    assertThat(softirqs.count(softirqs.softIrq("NET_RX"), 1)).hasValue(464);
  }

  @Test
  void rateAndShareOfTheBusiestCpu() {
    IntervalOf interval = IntervalOf.moments(tree, SoftIrqs.FILE, "i686-6.1-smp2", "s0", "s2");
    Row timer = Procfs.at(tree.root()).softIrqs().softIrq("TIMER");
    // CPU 0 from 989 to 1955, CPU 1 from 599 to 1098.
    assertThat(interval.figure("softirqs", timer))
        .isCloseTo((966 + 499) / interval.seconds(), within(1e-6));
    assertThat(interval.figure("on busiest CPU", timer)).isEqualTo(100 * 966.0 / (966 + 499));
  }

  @Test
  void anUnknownKindIsKeptUnderTheKernelsName() {
    // Made up.
    Snapshot reading = read("  CPU0 CPU7\nHI: 1 2\nNOVEL: 3 4\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading)).containsEntry("softirq[softirq=NOVEL].cpu7", 4L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIMER: 1", "TIMER: 1 2 3", "TIMER:", "TIMER 1 2", "TIMER: 1 x 3"})
  void aLineOfAnotherLengthIsOfNoCpu(String line) {
    // Made up.
    Snapshot reading = read("  CPU0 CPU7\nHI: 1 2\n" + line + "\nNET_RX: 5 6\n");
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() == 3);
    assertThat(Tree.cells(reading))
        .containsEntry("softirq[softirq=HI].cpu7", 2L)
        .containsEntry("softirq[softirq=NET_RX].cpu0", 5L)
        .doesNotContainKey("softirq[softirq=TIMER].cpu0");
  }

  @Test
  void aBadFieldCostsThatCell() {
    // Made up.
    Snapshot reading = read("  CPU0 CPU7\nHI: 18446744073709551616 2\nTIMER: 3 -4\n");
    assertThat(Tree.problems(reading)).isEqualTo(1);
    assertThat(Tree.cells(reading))
        .hasSize(3)
        .containsEntry("softirq[softirq=HI].cpu7", 2L)
        .containsEntry("softirq[softirq=TIMER].cpu0", 3L)
        .containsEntry("softirq[softirq=TIMER].cpu7", -4L);
  }

  @Test
  void namesOfAnyBytes() {
    // Made up.
    assertThat(Tree.cells(read("CPU0\n \u00ff\u0001: 1\n")))
        .containsEntry("softirq[softirq=\\xff\\x01].cpu0", 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HI: 1\n", "CPU0\nHI: 1"})
  void anEmptyOrCutTextSaysNothing(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }
}
