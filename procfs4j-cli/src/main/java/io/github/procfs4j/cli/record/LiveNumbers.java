package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.PressureStall;
import io.github.procfs4j.system.Stat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the machine does while it is recorded, in a few words: how busy its CPUs are, the available
 * memory, the worst stall, and the process that uses most CPU time. Each is computed from the
 * samples of about a second; what is not recorded is left out.
 *
 * <p>{@link #sampled} is called by the recorder's thread, {@link #texts} by another one.
 */
final class LiveNumbers {
  private static final long PERIOD_NANOS = 900_000_000;
  private static final String STALL = "pressure/";
  private static final Figure BUSY = Stat.FILE.figure("cpu", "busy");
  private static final Figure AVAILABLE = MemInfo.FILE.figure("meminfo", "MemAvailable");
  private static final Figure CPUS = ProcessMeasure.CPU.figure(ProcessTable.PROCESS);

  /** The intervals of each source of these, by its number. */
  private final Map<Integer, Interval> intervals = new HashMap<>();

  private final Map<Integer, Long> last = new HashMap<>();

  /** For each resource, the share of time in which some task was stalled for lack of it. */
  private final Map<String, Double> stalls = new HashMap<>();

  private volatile String busy = "";
  private volatile String available = "";
  private volatile String stalled = "";
  private volatile @Nullable Busiest busiest;

  /**
   * The process that used most CPU time.
   *
   * @param name its name, which any user may have chosen
   * @param cpus the number of CPUs that it used
   */
  record Busiest(String name, double cpus) {}

  /** Notes a sample. */
  void sampled(int source, Sampler<?> sampler) {
    Object view = sampler.view();
    boolean isShown =
        view instanceof Stat
            || view instanceof MemInfo
            || view instanceof PressureStall
            || view instanceof ProcessTable;
    long now = sampler.endNanos();
    if (!isShown || now - last.getOrDefault(source, now - PERIOD_NANOS) < PERIOD_NANOS) {
      return;
    }
    last.put(source, now);
    Interval interval = intervals.computeIfAbsent(source, number -> sampler.intervals());
    if (interval.next()) {
      note(sampler, interval);
    }
  }

  private void note(Sampler<?> sampler, Interval interval) {
    switch (sampler.view()) {
      case Stat stat -> busy = percent("busy ", BUSY.value(interval, Stat.allCpus()));
      case MemInfo memory -> available = available(interval);
      case PressureStall stall -> {
        stalls.put(sampler.source().name().substring(STALL.length()), worst(interval));
        stalled =
            stalls.entrySet().stream()
                .filter(entry -> !entry.getValue().isNaN())
                .max(Map.Entry.comparingByValue())
                .map(entry -> percent("stall " + entry.getKey() + " ", entry.getValue()))
                .orElse("");
      }
      case ProcessTable table -> busiest = busiest(interval);
      default -> {}
    }
  }

  private static String available(Interval interval) {
    Row row = interval.layout().tables().getFirst().rows().getFirst();
    double bytes = AVAILABLE.value(interval, row);
    return Double.isNaN(bytes)
        ? ""
        : "avail " + Amounts.size(BigDecimal.valueOf((long) bytes)).text();
  }

  private static double worst(Interval interval) {
    double worst = Double.NaN;
    for (TableLayout table : interval.layout().tables()) {
      for (Row row : table.rows()) {
        for (Figure figure : PressureStall.CPU.figures()) {
          double share = figure.value(interval, row);
          worst = Double.isNaN(worst) ? share : Math.max(worst, Double.isNaN(share) ? 0 : share);
        }
      }
    }
    return worst;
  }

  private static @Nullable Busiest busiest(Interval interval) {
    Row most = null;
    double cpusOfMost = 0;
    for (Row row : rows(interval)) {
      double cpus = CPUS.value(interval, row);
      if (cpus > cpusOfMost) {
        most = row;
        cpusOfMost = cpus;
      }
    }
    return most == null ? null : new Busiest(ProcessTable.name(most), cpusOfMost);
  }

  private static List<Row> rows(Interval interval) {
    return interval
        .layout()
        .table(ProcessTable.PROCESS.name())
        .map(TableLayout::rows)
        .orElse(List.of());
  }

  private static String percent(String what, double share) {
    return Double.isNaN(share) ? "" : what + String.format(Locale.ROOT, "%.0f %%", share);
  }

  /** The texts, in the order of their importance. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (String text : List.of(busy, available, stalled)) {
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    Busiest most = busiest;
    if (most != null) {
      texts.add(
          LiveText.shortened(most.name()) + String.format(Locale.ROOT, " %.2f CPU", most.cpus()));
    }
    return texts;
  }
}
