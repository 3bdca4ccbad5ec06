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
 * {@code /proc/interrupts}: how often each CPU was interrupted by what.
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
 * <p>The head lists the CPUs that are online, and each line has a number for each of them: a column
 * {@code cpu0}, {@code cpu2} and so on. A line that counts for the machine as a whole has one
 * number and nothing behind it ({@code ERR}, {@code MIS}, arm's {@code Err}): the column {@code
 * total}. arm's {@code FIQ} has a text and no number.
 *
 * <p>A row is known by what stands before the colon, the number of the interrupt or the name of an
 * architecture's own, and, for a number, by the chip that delivers it and by its number there and
 * trigger: a number that is given to another source is another row. What stands behind that, the
 * devices or a text, describes the row and does not tell it apart: a driver that joins a shared
 * interrupt leaves the row what it is, with its counts going on. (ppc prints two lines {@code LOC},
 * which are two rows by their order.) Words of these labels are separated by one blank, however
 * many stand in the text.
 *
 * <p>Lines are printed one after the other, so that a CPU that comes or goes meanwhile is in some
 * of them only. Such a line is a problem, and its numbers are kept under generated names, as none
 * can be told which CPU it is of.
 *
 * <p>{@code kernel/irq/proc.c}, {@code arch_show_interrupts} of each architecture,
 * proc_interrupts(5).
 */
public final class Interrupts extends PerCpuCounts {
  static final Descriptions COLUMNS = InterruptsColumns.DESCRIPTIONS;

  /** What is not told by CPU. */
  static final Column TOTAL = InterruptsColumns.TOTAL;

  private static final Table INTERRUPT =
      Table.of("interrupt", "irq", "chip", "trigger").describedBy("device");

  /** Those that are not counted by CPU, which does not show where there is one CPU. */
  private static final Set<String> TOTALS = Set.of("ERR", "MIS", "Err");

  /** What has a text and no number: {@code arch/arm/kernel/fiq.c}. */
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
    List<Column> cpus = head(in, COLUMNS);
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

  /** Whether a count is next that is no plain number: it costs its own cell, not the line. */
  private static boolean isCountNext(Cursor line) {
    return NO_PLAIN_NUMBER.matcher(line.wordAhead()).matches();
  }

  /** Whose the numbers of a line are; none if that cannot be told. */
  private static List<Column> columns(String irq, int counts, boolean isBare, List<Column> cpus) {
    boolean isTotal = TOTALS.contains(irq);
    if (counts == 1 && isBare && (cpus.size() > 1 || isTotal)) {
      return List.of(TOTAL);
    }
    if (isTotal && isBare) {
      return List.of(); // which of several it is cannot be told
    }
    return counts == cpus.size() ? cpus : List.of();
  }

  static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * The numbers of those that have happened on a CPU that is online: empty if they cannot be read
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

  /** The interrupts, each a row, in the order of the text. */
  public List<Row> interrupts() {
    return rows();
  }

  /**
   * The rows of one interrupt, by its number or name such as {@code 25}, {@code LOC} or {@code
   * IPI0}: none if it is not there, one on nearly all kernels.
   */
  public List<Row> interrupts(String irq) {
    Objects.requireNonNull(irq, "irq");
    return rows().stream().filter(row -> row.label("irq").equals(irq)).toList();
  }

  /**
   * How often since boot, on all CPUs that are online together; for what is not counted by CPU, the
   * number printed. Empty if the row is not there or has no count.
   *
   * @param interrupt one of {@link #interrupts()}
   */
  @Override
  public OptionalLong total(Row interrupt) {
    OptionalLong total = amount(interrupt, TOTAL);
    return total.isPresent() ? total : super.total(interrupt);
  }

  /**
   * The chip that delivers an interrupt, such as {@code PCI-MSI} or {@code SiFive PLIC}; empty for
   * an architecture's own.
   */
  public static String chip(Row interrupt) {
    return interrupt.label("chip");
  }

  /**
   * The number of an interrupt at its chip with how it is triggered, as the kernel prints it:
   * {@code 16385-edge}, {@code 27 Level}; empty where it prints none.
   */
  public static String trigger(Row interrupt) {
    return interrupt.label("trigger");
  }

  /**
   * The devices whose drivers asked for the interrupt, separated by {@code ", "} where several
   * share it; for an architecture's own, the text that says what it is. Empty where the kernel
   * prints none.
   */
  public static String device(Row interrupt) {
    return interrupt.label("device");
  }
}
