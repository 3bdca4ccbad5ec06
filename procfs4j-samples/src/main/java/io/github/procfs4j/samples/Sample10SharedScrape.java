package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.RowChanges;
import io.github.procfs4j.sampling.Shared;
import io.github.procfs4j.sampling.SharedReader;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.NetDevColumns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Serves one file to many threads, as an exporter of metrics does.
 *
 * <p>Each caller gets a sample that is no older than the greatest age; callers at the same time
 * share one. A {@link SharedReader} belongs to one consumer and reports which rows came and left
 * since it last asked, so that meters can be registered and removed.
 *
 * <p>However many consumers there are, the file is read at most once in the greatest age.
 */
public final class Sample10SharedScrape {
  private Sample10SharedScrape() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    try (Shared<NetDev> devices = Procfs.mounted().shared(NetDev.FILE, Duration.ofSeconds(1))) {
      SharedReader<NetDev> reader = devices.reader();
      RowChanges changes = reader.rowChanges();
      changes.came().forEach(device -> System.out.println("# new: " + device.label("device")));

      ExecutorService scrapers = Executors.newFixedThreadPool(2);
      List<Future<String>> answers =
          List.of(scrapers.submit(() -> scrape(devices)), scrapers.submit(() -> scrape(devices)));
      scrapers.shutdown();
      boolean isSame = answers.get(0).get().equals(answers.get(1).get());
      System.out.print(answers.get(0).get());
      System.out.println("# both threads read " + (isSame ? "the same sample" : "two samples"));
    }
  }

  /** While the function runs, the view does not change. */
  private static String scrape(Shared<NetDev> devices) {
    return devices.read(Sample10SharedScrape::lines).orElse("# no sample\n");
  }

  private static String lines(NetDev view) {
    StringBuilder text = new StringBuilder();
    for (Row device : view.devices()) {
      view.amount(device, NetDevColumns.RECEIVE_BYTES)
          .ifPresent(
              bytes ->
                  text.append("receive_bytes_total{device=\"")
                      .append(device.label("device"))
                      .append("\"} ")
                      .append(bytes)
                      .append('\n'));
    }
    return text.toString();
  }
}
