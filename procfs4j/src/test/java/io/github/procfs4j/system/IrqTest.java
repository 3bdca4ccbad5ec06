package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directories of a real machine, and ones that are made up. */
class IrqTest {
  private static final Path REAL = Path.of("src/test/resources/affinity/amd64-6.18-smp2");

  private final Tree tree;

  IrqTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Tree with(String irq, String allowed, String effective, String node) {
    return tree.with("irq/" + irq + "/smp_affinity_list", allowed)
        .with("irq/" + irq + "/effective_affinity_list", effective)
        .with("irq/" + irq + "/node", node);
  }

  @Test
  void eachInterruptHasItsLists() throws IOException {
    Irq irq = Procfs.at(REAL).irq();
    List<Row> rows = irq.interrupts();
    assertThat(rows).hasSizeGreaterThan(10);
    for (Row row : rows) {
      Path directory = REAL.resolve("irq").resolve(row.label("irq"));
      assertThat(row.label("allowed") + "\n")
          .isEqualTo(Files.readString(directory.resolve("smp_affinity_list")));
      assertThat(row.label("effective") + "\n")
          .isEqualTo(Files.readString(directory.resolve("effective_affinity_list")));
      assertThat(irq.amount(row, IrqColumns.NODE).orElseThrow() + "\n")
          .isEqualTo(Files.readString(directory.resolve("node")));
      assertThat(Irq.allowed(row)).containsExactly(0, 1).containsAll(Irq.effective(row));
    }
  }

  @Test
  void isJoinedToInterrupts() {
    Procfs proc = Procfs.at(REAL);
    Irq irq = proc.irq();
    List<Row> numbered =
        proc.interrupts().interrupts().stream()
            .filter(row -> row.label("irq").matches("[0-9]+"))
            .toList();
    assertThat(numbered).hasSizeGreaterThan(10).allMatch(row -> irq.of(row).isPresent());
    assertThat(proc.interrupts().interrupts("LOC"))
        .singleElement()
        .satisfies(row -> assertThat(irq.of(row)).isEmpty());
  }

  @Test
  void listsOfEveryForm() {
    with("9", "0-2,5,7-8\n", "\n", "1\n");
    with("10", "11\n", "11\n", "0\n");
    Irq irq = Procfs.at(tree.root()).irq();
    assertThat(irq.interrupts()).extracting(row -> row.label("irq")).containsExactly("9", "10");
    Row first = irq.interrupts().getFirst();
    assertThat(Irq.allowed(first)).containsExactly(0, 1, 2, 5, 7, 8);
    assertThat(Irq.effective(first)).isEmpty();
    assertThat(irq.amount(first, IrqColumns.NODE)).hasValue(1);
  }

  /** As irqbalance does it: the row remains the same. */
  @Test
  void theAffinityChangesWhileItIsSampled() {
    with("9", "0-1\n", "0\n", "0\n");
    try (Sampler<Irq> sampler = Irq.FILE.sampler(tree.root())) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Row row = sampler.view().interrupts().getFirst();
      with("9", "1\n", "1\n", "0\n");
      with("11", "0\n", "0\n", "0\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().interrupts()).hasSize(2).contains(row);
      assertThat(sampler.view().interrupts().getFirst().label("effective")).isEqualTo("1");
    }
  }

  @Test
  void aFileThatIsNotThereIsEmpty() {
    tree.with("irq/9/smp_affinity_list", "0\n").with("irq/default_smp_affinity", "3\n");
    Snapshot reading = tree.read(Irq.FILE);
    assertThat(reading.problems()).isEmpty();
    Row row = Procfs.at(tree.root()).irq().interrupts().getFirst();
    assertThat(row.label("effective")).isEmpty();
    assertThat(reading.layout().cells()).isZero();
  }

  @Test
  void badNodesAndHugeNumbers() {
    with("9", "0-99999999999\n", "x\n", "y\n");
    with("10", "0\n", "0\n", "0\n");
    Snapshot reading = tree.read(Irq.FILE);
    assertThat(Tree.problems(reading)).isEqualTo(1);
    Row row = Procfs.at(tree.root()).irq().interrupts().getFirst();
    assertThat(Irq.allowed(row)).isEmpty();
    assertThat(Irq.effective(row)).isEmpty();
  }

  @Test
  void withoutTheDirectory() {
    assertThatThrownBy(() -> Procfs.at(tree.root()).irq())
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("no such directory");
  }
}
