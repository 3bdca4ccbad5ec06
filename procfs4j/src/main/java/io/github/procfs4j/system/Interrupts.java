package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /proc/interrupts}: how often each source interrupted each CPU.
 *
 * <pre>
 *            CPU0       CPU2
 *  25:          0        414   PCI-MSI 16385-edge      virtio0-req.0
 *  11:      17847      17072     GICv3  27 Level     arch_timer
 * LOC:       5373       2058   Local timer interrupts
 * I/O:        136         20
 * ERR:          0
 * </pre>
 *
 * <p>The heading lists the CPUs that are online, and each line has a number for each of them: a
 * column {@code cpu0}, {@code cpu2} and so on. A line that counts for the machine as a whole has
 * one number and nothing after it ({@code ERR}, {@code MIS}, {@code Err} of arm): the column {@code
 * total}. {@code FIQ} of arm has a text and no number.
 *
 * <p>A row is identified by what precedes the colon: the number of an interrupt, or the name of an
 * interrupt of the architecture. Numbered interrupts are also identified by the chip that delivers
 * them, their number there and their trigger, so a number that is reassigned to another source is
 * another row. The rest, devices or a text, only describes the row: if another driver joins a
 * shared interrupt, the row remains the same, and its counts continue. (ppc prints two lines {@code
 * LOC}, which are two rows, distinguished by their order.) The words of labels are separated by one
 * blank, however many the text contains.
 *
 * <p>Lines are printed one after the other, so a CPU that comes or goes meanwhile is in only some
 * of them. Such a line is a problem, and its numbers are kept under generated names, because their
 * CPUs are unknown.
 *
 * <p>{@code kernel/irq/proc.c}, {@code arch_show_interrupts} of each architecture,
 * proc_interrupts(5).
 */
public final class Interrupts extends PerCpuCounts {
  static final Descriptions DESCRIPTIONS = InterruptsColumns.DESCRIPTIONS;

  /** The column of what is not counted by CPU. */
  static final Column TOTAL = InterruptsColumns.TOTAL;

  private static final Table INTERRUPT =
      Table.of("interrupt", "irq", "chip", "trigger").describedBy("device");

  /** The interrupts that are not counted by CPU, which cannot be seen if there is only one CPU. */
  private static final Set<String> TOTALS = Set.of("ERR", "MIS", "Err");

  /** The interrupt that has a text and no number: {@code arch/arm/kernel/fiq.c}. */
  private static final String WITHOUT_COUNTS = "FIQ";

  private static final Pattern NO_PLAIN_NUMBER =
      Pattern.compile("-[0-9]+|0x[0-9a-fA-F]+|[0-9]+e[0-9]+|[0-9]+[.][0-9]+");

  /** The file as a source. */
  public static final SampledFile<Interrupts> FILE =
      new SampledFile<>(
          new Source(
              "interrupts",
              "Interrupts by source and CPU",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_interrupts(5), kernel/irq/proc.c"),
          Printing.RECORDS,
          Interrupts::parse,
          figures(INTERRUPT, "interrupts", "mpstat(1)"),
          Interrupts::new);

  private Interrupts(FileReading reading) {
    super(reading, INTERRUPT);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    List<Column> cpus = head(in, DESCRIPTIONS);
    out.table(INTERRUPT);
    in.eachLine(line -> parseLine(line, cpus, out));
  }

  private static void parseLine(Cursor line, List<Column> cpus, Layout.Builder out) {
    int width = line.lineAhead().indexOf(':');
    String irq = line.until(':');
    if (irq.indexOf(' ') >= 0 || irq.indexOf('\t') >= 0) {
      throw line.malformed("the name of an interrupt and a colon before this");
    }
    List<Integer> counts = new ArrayList<>(cpus.size());
    while (line.isNumberNext() || (counts.size() < cpus.size() && isCountNext(line))) {
      counts.add(line.unsigned());
    }
    boolean isBare = line.atLineEnd();
    List<Column> columns = columns(irq, counts.size(), isBare, cpus);
    String text = line.restWithBlanks().stripTrailing();
    Layout.Builder.RowBuilder row =
        out.newRow(
            INTERRUPT,
            isNumber(irq)
                ? InterruptText.labels(irq, width, text)
                : new String[] {irq, "", "", InterruptText.singleBlanks(text)});
    for (int i = 0; i < counts.size(); i++) {
      row.cell(columns.isEmpty() ? Descriptions.unnamed(i + 2) : columns.get(i), counts.get(i));
    }
    if (columns.isEmpty() && (isBare || !counts.isEmpty() || !irq.equals(WITHOUT_COUNTS))) {
      throw line.malformed(
          "a number for each of the CPUs of the head, %d, before this place, not %d"
              .formatted(cpus.size(), counts.size()));
    }
  }

  /**
   * Whether the next word is a count that is not a plain number: it costs only its own cell, not
   * the line.
   */
  private static boolean isCountNext(Cursor line) {
    return NO_PLAIN_NUMBER.matcher(line.wordAhead()).matches();
  }

  /** The columns of the numbers of a line; empty if they cannot be determined. */
  private static List<Column> columns(String irq, int counts, boolean isBare, List<Column> cpus) {
    boolean isTotal = TOTALS.contains(irq);
    if (counts == 1 && isBare && (cpus.size() > 1 || isTotal)) {
      return List.of(TOTAL);
    }
    if (isTotal && isBare) {
      return List.of(); // which of several numbers it is cannot be determined
    }
    return counts == cpus.size() ? cpus : List.of();
  }

  static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * The numbers of the interrupts that have occurred on an online CPU; empty if they cannot be read
   * below {@code root}.
   */
  static List<Integer> counted(Path root) {
    try {
      Interrupts interrupts = FILE.read(root);
      return interrupts.rows().stream()
          .filter(row -> interrupts.total(row).orElse(0) != 0)
          .map(row -> row.label("irq"))
          .filter(irq -> isNumber(irq) && irq.length() < MOST_DIGITS)
          .map(Integer::valueOf)
          .toList();
    } catch (UnreadableException | MalformedTextException e) {
      return List.of();
    }
  }

  /** {@return the interrupts, each a row, in the order of the text} */
  public List<Row> interrupts() {
    return rows();
  }

  /**
   * {@return the rows of one interrupt, by its number or name such as {@code 25}, {@code LOC} or
   * {@code IPI0}; empty if there is none, a single row on nearly all kernels}
   *
   * @param irq the text before the colon
   */
  public List<Row> interrupts(String irq) {
    Objects.requireNonNull(irq, "irq");
    return rows().stream().filter(row -> row.label("irq").equals(irq)).toList();
  }

  /**
   * The count since boot on all online CPUs together; for interrupts that are not counted by CPU,
   * the number printed. Empty if the row does not exist or has no count.
   *
   * @param interrupt one of {@link #interrupts()}
   */
  @Override
  public OptionalLong total(Row interrupt) {
    OptionalLong total = amount(interrupt, TOTAL);
    return total.isPresent() ? total : super.total(interrupt);
  }

  /**
   * {@return the chip that delivers an interrupt, such as {@code PCI-MSI} or {@code SiFive PLIC};
   * empty for interrupts of the architecture}
   *
   * @param interrupt one of {@link #interrupts()}
   */
  public static String chip(Row interrupt) {
    return interrupt.label("chip");
  }

  /**
   * {@return the number of an interrupt at its chip and its trigger, as the kernel prints them:
   * {@code 16385-edge}, {@code 27 Level}; empty if it prints none}
   *
   * @param interrupt one of {@link #interrupts()}
   */
  public static String trigger(Row interrupt) {
    return interrupt.label("trigger");
  }

  /**
   * {@return the devices whose drivers requested the interrupt, separated by {@code ", "} if
   * several share it; for interrupts of the architecture, their description} Empty if the kernel
   * prints none.
   *
   * @param interrupt one of {@link #interrupts()}
   */
  public static String device(Row interrupt) {
    return interrupt.label("device");
  }
}
