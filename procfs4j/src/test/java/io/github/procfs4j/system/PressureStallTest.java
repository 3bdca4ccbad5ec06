package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressureStallTest {
  private final Tree tree;

  PressureStallTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("pressure/io", text).read(PressureStall.IO);
  }

  @Test
  void totalsAndAverages() {
    Procfs procfs = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s0"));
    PressureStall io = procfs.ioPressure();
    assertThat(io.stalls()).containsExactly(PressureStall.some(), PressureStall.full());
    assertThat(io.totalMicros(PressureStall.some())).hasValue(476308);
    assertThat(io.totalMicros(PressureStall.full())).hasValue(268351);
    assertThat(io.average(PressureStall.some(), PressureStallColumns.AVG10)).hasValue(2.74);
    assertThat(io.average(PressureStall.full(), PressureStallColumns.AVG60)).hasValue(0.31);
    assertThat(io.average(PressureStall.full(), PressureStallColumns.AVG300)).hasValue(0.06);
    assertThat(procfs.cpuPressure().totalMicros(PressureStall.some())).hasValue(4376801);
    assertThat(procfs.memoryPressure().totalMicros(PressureStall.some())).hasValue(0);
  }

  @Test
  void eachOfTheFourSamplesItsOwnFile() {
    Procfs procfs = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s0"));
    for (SampledFile<PressureStall> file :
        List.of(PressureStall.CPU, PressureStall.MEMORY, PressureStall.IO)) {
      PressureStall view = file.read(procfs.root());
      try (Sampler<PressureStall> sampler = procfs.sampler(file)) {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.view().totalMicros(PressureStall.some()))
            .isEqualTo(view.totalMicros(PressureStall.some()));
      }
    }
  }

  @Test
  void interruptsAndOldCpusHaveOneLine() {
    // Made up like Linux 6.1 with CONFIG_IRQ_TIME_ACCOUNTING.
    tree.with("pressure/irq", "full avg10=0.00 avg60=0.02 avg300=0.01 total=4321\n");
    PressureStall irq = Procfs.at(tree.root()).irqPressure();
    assertThat(irq.stalls()).containsExactly(PressureStall.full());
    assertThat(irq.totalMicros(PressureStall.full())).hasValue(4321);
    assertThat(irq.totalMicros(PressureStall.some())).isEmpty();
    assertThat(irq.average(PressureStall.some(), PressureStallColumns.AVG10)).isEmpty();
  }

  @Test
  void shareOfTheIntervalFollowsFromTheTotal() {
    IntervalOf interval =
        IntervalOf.moments(tree, PressureStall.IO, "amd64-6.1-smp8-numa2", "s0", "s2");
    assertThat(interval.figure("stalled", PressureStall.some()))
        .isCloseTo((989538 - 476308) / 1e4 / interval.seconds(), within(1e-6));
    assertThat(interval.figure("stalled", PressureStall.full()))
        .isCloseTo((595817 - 268351) / 1e4 / interval.seconds(), within(1e-6));
  }

  @Test
  void whatIsMissingIsExplained() throws IOException {
    try (Sampler<PressureStall> sampler = PressureStall.IRQ.sampler(tree.root())) {
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem().orElseThrow())
          .contains("6.1", "CONFIG_IRQ_TIME_ACCOUNTING", "CONFIG_PSI", "psi=1");
    }
    assertThat(PressureStall.FILES)
        .allSatisfy(file -> assertThat(file.source().requires()).contains("psi=1"));
    // A kernel with all options, in which it is not disabled by default, lacks no option.
    try (var out = new GZIPOutputStream(Files.newOutputStream(tree.root().resolve("config.gz")))) {
      out.write("CONFIG_PSI=y\nCONFIG_IRQ_TIME_ACCOUNTING=y\n".getBytes(US_ASCII));
    }
    assertThat(PressureStall.FILES)
        .allSatisfy(
            file ->
                assertThat(Procfs.at(tree.root()).missingOption(file.source().requires()))
                    .isEmpty());
  }

  @Test
  void aLineWithoutNumbersIsNoStall() {
    Snapshot reading = read("some\nmost total=1\n\0\0\n");
    assertThat(Tree.cells(reading)).hasSize(1);
    assertThat(reading.problems()).singleElement().satisfies(p -> assertThat(p.more()).isOne());
  }

  /** A real line without one word. */
  @ParameterizedTest
  @ValueSource(strings = {"some ", "avg10=2.74 ", "avg60=0.59 ", "avg300=0.12 ", "total=476308"})
  void aWordThatIsMissingIsAProblem(String word) {
    String line = "some avg10=2.74 avg60=0.59 avg300=0.12 total=476308";
    String full = line.replace("some", "full") + "\n";
    assertThat(read(line + "\n" + full).problems()).isEmpty();
    assertThat(read(line.replace(word, "") + "\n" + full).problems()).hasSize(1);
  }

  @Test
  void whatIsUnknownIsKeptUnderTheKernelsName() {
    // Made up.
    Snapshot reading =
        read(
            "some avg10=0.00 avg60=0.00 avg300=0.00 avg900=1.25 total=1 tasks=7\n"
                + "most avg10=0.50 total=2\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("pressure[stall=some].avg900", 125L)
        .containsEntry("pressure[stall=some].tasks", 7L)
        .containsEntry("pressure[stall=most].avg10", 50L)
        .containsEntry("pressure[stall=most].total", 2L);
  }

  @Test
  void aBadFieldCostsThatCell() {
    // Made up.
    Snapshot reading =
        read(
            "some avg10=0.5 avg60=x avg300=0.03 total=18446744073709551616\n"
                + "full avg10=100.00 avg60=0.00 avg300=0.00 total=18446744073709551615\n");
    assertThat(reading.problems()).hasSize(2).allMatch(problem -> problem.line() == 1);
    assertThat(Tree.cells(reading))
        .hasSize(6)
        .containsEntry("pressure[stall=some].avg10", 50L)
        .containsEntry("pressure[stall=some].avg300", 3L)
        .containsEntry("pressure[stall=full].avg10", 10000L)
        .containsEntry("pressure[stall=full].total", -1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"some avg10", "some avg10=0.00 =3", "some =", "some avg10=0.00 60"})
  void aLineThatIsNoneCostsNothingElse(String line) {
    // Made up.
    Snapshot reading = read(line + "\nfull avg10=0.07 total=8\n");
    assertThat(reading.problems()).isNotEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("pressure[stall=full].avg10", 7L)
        .containsEntry("pressure[stall=full].total", 8L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "some avg10=0.00", "\n"})
  void anEmptyOrCutTextSaysNothing(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }
}
