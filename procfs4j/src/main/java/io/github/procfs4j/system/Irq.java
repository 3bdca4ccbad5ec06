package io.github.procfs4j.system;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/irq/<number>/smp_affinity_list} and {@code effective_affinity_list}: which CPUs each
 * interrupt may be delivered to, and which it is delivered to.
 *
 * <pre>
 * 0-1
 * </pre>
 *
 * <p>The files of all interrupts are read as one text. A row for each interrupt, identified by its
 * number, the label {@code irq} of {@link Interrupts}; {@link #of(Row)} finds it. Both lists of
 * CPUs describe the row as the kernel prints them, and {@code node} is its only number. A list that
 * cannot be read is empty. {@code kernel/irq/proc.c}, Documentation/core-api/irq/irq-affinity.rst.
 *
 * <p>This is a source of its own because the affinity changes while interrupts are counted, for
 * example by irqbalance(1).
 */
public final class Irq extends View {
  private static final String ALLOWED = "smp_affinity_list";
  private static final String EFFECTIVE = "effective_affinity_list";
  private static final String NODE = "node";
  private static final Table AFFINITY =
      Table.of("affinity", "irq").describedBy("allowed").describedBy("effective");

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");

  /** The directory as a source. */
  public static final SampledFile<Irq> FILE =
      new SampledFile<>(
          new Source(
              "irq",
              "The CPUs that each interrupt may be delivered to, and is delivered to",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_SMP",
              "",
              "Documentation/core-api/irq/irq-affinity.rst, kernel/irq/proc.c"),
          Printing.ONE_CALL,
          Irq::parse,
          List.of(),
          Irq::new,
          root -> root.resolve("irq"),
          new Gathering(Gathering.Reach.CHILDREN, "[0-9]+", List.of(ALLOWED, EFFECTIVE, NODE)));

  private Irq(FileReading reading) {
    super(reading);
  }

  /** What was read of an interrupt. */
  private static final class Files {
    String allowed = "";
    String effective = "";
    final List<Integer> nodes = new ArrayList<>();
  }

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(AFFINITY);
    Map<String, Files> interrupts = new HashMap<>();
    Gathering.eachLine(
        in,
        (irq, file, line) -> {
          Files files = interrupts.computeIfAbsent(irq, number -> new Files());
          switch (file) {
            case ALLOWED -> files.allowed = line.rest().strip();
            case EFFECTIVE -> files.effective = line.rest().strip();
            case NODE -> files.nodes.add(line.signed());
            default -> throw line.malformed("the name of a file before this");
          }
        });
    List<String> order = new ArrayList<>(interrupts.keySet());
    order.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    for (String irq : order) {
      Files files = Objects.requireNonNull(interrupts.get(irq));
      Layout.Builder.RowBuilder row = out.newRow(AFFINITY, irq, files.allowed, files.effective);
      boolean isOne = files.nodes.size() == 1;
      for (int i = 0; i < files.nodes.size(); i++) {
        row.cell(isOne ? IrqColumns.NODE : Descriptions.unnamed(i + 1), files.nodes.get(i));
      }
    }
  }

  /** {@return the interrupts, in the order of their numbers} */
  public List<Row> interrupts() {
    return rows(AFFINITY);
  }

  /**
   * {@return the row of an interrupt; empty if it has none, as those of the architecture, which are
   * not numbered}
   *
   * @param interrupt a row of {@link Interrupts#interrupts()}
   */
  public Optional<Row> of(Row interrupt) {
    String irq = interrupt.label("irq");
    return interrupts().stream().filter(row -> row.label("irq").equals(irq)).findFirst();
  }

  /**
   * {@return the CPUs that an interrupt may be delivered to; empty if the list could not be read}
   *
   * @param interrupt a row of {@link #interrupts}
   */
  public static SortedSet<Integer> allowed(Row interrupt) {
    return cpus(interrupt.label("allowed"));
  }

  /**
   * {@return the CPUs that an interrupt is delivered to; empty if the list could not be read, as on
   * kernels without {@code CONFIG_GENERIC_IRQ_EFFECTIVE_AFF_MASK}}
   *
   * @param interrupt a row of {@link #interrupts}
   */
  public static SortedSet<Integer> effective(Row interrupt) {
    return cpus(interrupt.label("effective"));
  }

  /** The numbers in a list such as {@code 0-3,8}; empty if it has another form. */
  private static SortedSet<Integer> cpus(String list) {
    SortedSet<Integer> cpus = new TreeSet<>();
    for (String range : list.split(",", -1)) {
      Matcher ends = RANGE.matcher(range);
      if (!ends.matches()) {
        return new TreeSet<>();
      }
      int first = Integer.parseInt(ends.group(1));
      int last = ends.group(2) == null ? first : Integer.parseInt(ends.group(2));
      for (int cpu = first; cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }
}
