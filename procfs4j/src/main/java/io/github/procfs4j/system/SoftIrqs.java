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

/**
 * {@code /proc/softirqs}: how often each CPU handled softirqs of each kind, the work that interrupt
 * handlers defer.
 *
 * <pre>
 *                     CPU0       CPU1
 *           HI:          0          0
 *        TIMER:        989        599
 *       NET_RX:        275        264
 * </pre>
 *
 * <p>The heading lists all possible CPUs, whether or not they are online: the counts of a CPU
 * remain after it went offline. A line for each kind has a number for each CPU, in the columns
 * {@code cpu0}, {@code cpu1} and so on. {@code fs/proc/softirqs.c}, {@code kernel/softirq.c}.
 */
public final class SoftIrqs extends PerCpuCounts {
  private static final Descriptions DESCRIPTIONS = SoftIrqsColumns.DESCRIPTIONS;
  private static final Table SOFTIRQ = Table.of("softirq", "softirq");

  /** The file as a source. */
  public static final SampledFile<SoftIrqs> FILE =
      new SampledFile<>(
          new Source(
              "softirqs",
              "Softirqs by kind and CPU",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "Documentation/filesystems/proc.rst, fs/proc/softirqs.c"),
          Printing.ONE_CALL,
          SoftIrqs::parse,
          figures(SOFTIRQ, "softirqs", "mpstat(1)"),
          SoftIrqs::new);

  private SoftIrqs(FileReading reading) {
    super(reading, SOFTIRQ);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    List<Column> cpus = head(in, DESCRIPTIONS);
    out.table(SOFTIRQ);
    in.eachLine(
        line -> {
          Layout.Builder.RowBuilder row = out.newRow(SOFTIRQ, line.until(':'));
          List<Integer> counts = new ArrayList<>();
          while (!line.atLineEnd()) {
            counts.add(line.unsigned());
          }
          boolean isKnown = counts.size() == cpus.size();
          for (int i = 0; i < counts.size(); i++) {
            row.cell(isKnown ? cpus.get(i) : Descriptions.unnamed(i + 2), counts.get(i));
          }
          if (!isKnown) {
            throw line.malformed(
                "a number for each of the CPUs of the head, %d, not %d"
                    .formatted(cpus.size(), counts.size()));
          }
        });
  }

  /**
   * The kernel's names for its kinds of softirqs, in its order; empty if they cannot be read below
   * {@code root}. They do not change while the kernel runs.
   */
  static List<String> kinds(Path root) {
    try {
      return FILE.read(root).softIrqs().stream().map(row -> row.label("softirq")).toList();
    } catch (UnreadableException | MalformedTextException e) {
      return List.of();
    }
  }

  /** {@return the kinds of softirqs, each a row, in the kernel's order} */
  public List<Row> softIrqs() {
    return rows();
  }

  /**
   * {@return the row of a kind by the kernel's name for it, such as {@code NET_RX}, whether or not
   * the text contains it}
   *
   * @param name the text before the colon
   */
  public Row softIrq(String name) {
    Objects.requireNonNull(name, "name");
    return SOFTIRQ.row(name);
  }
}
