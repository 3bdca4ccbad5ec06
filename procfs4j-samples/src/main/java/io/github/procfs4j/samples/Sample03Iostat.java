package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.DiskStats;
import java.util.List;

/**
 * Prints throughput, waiting times and utilization of each disk, as iostat -x does.
 *
 * <p>The program knows only tables, rows and figures. Replace {@code DiskStats} by {@code NetDev},
 * and it is sar -n DEV. {@link Figure#meaning} and {@link Figure#reference} explain each figure.
 *
 * <p>A device that is added gets a row with the next sample, and figures with the one after it.
 */
public final class Sample03Iostat {
  private static final List<String> NAMES =
      List.of("r/s", "rB/s", "r_await", "w/s", "wB/s", "w_await", "aqu-sz", "%util");

  private Sample03Iostat() {}

  /** Optional argument: how many intervals of half a second. */
  public static void main(String[] args) throws InterruptedException {
    int intervals = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    List<Figure> figures = NAMES.stream().map(name -> DiskStats.FILE.figure("disk", name)).toList();

    try (Sampler<DiskStats> disks = Procfs.mounted().sampler(DiskStats.FILE)) {
      Interval interval = disks.intervals();
      disks.sample();
      interval.next(); // the first sample ends no interval
      for (int i = 0; i < intervals; i++) {
        Thread.sleep(500);
        if (disks.sample() != Outcome.SAMPLED) {
          disks.problem().ifPresent(System.out::println); // a container may hide the file
        } else if (interval.next()) {
          print(interval, disks.view().devices(), figures);
        }
      }
    }
  }

  private static void print(Interval interval, List<Row> devices, List<Figure> figures) {
    StringBuilder text = new StringBuilder("device    ");
    figures.forEach(figure -> text.append("%10s".formatted(figure.name())));
    for (Row device : devices) {
      text.append("%n%-10s".formatted(device.label("device")));
      figures.forEach(figure -> text.append("%10.2f".formatted(figure.value(interval, device))));
    }
    System.out.println(text);
  }
}
