package io.github.procfs4j.opentelemetry;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.metrics.Choice;
import io.github.procfs4j.metrics.Exported;
import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.sampling.SampledFile;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The performance data of Linux as asynchronous instruments: each number of the chosen files, with
 * its row's labels as attributes, the process of this JVM, and on request the busiest processes.
 *
 * <pre>{@code
 * ProcfsTelemetry telemetry = ProcfsTelemetry.builder().export(openTelemetry);
 * }</pre>
 *
 * <p>What the semantic conventions 1.44 have as {@code system.*} and {@code process.*} has their
 * names, units, attributes and kinds; everything else is under {@code linux.}, followed by the
 * kernel's names. All names are in {@code docs/opentelemetry.md}. All instruments of a file are
 * recorded by one callback from one sample, which is at most as old as the greatest age.
 *
 * <p>Rows that come and go are recorded while they exist. A file that cannot be read records
 * nothing; the log gives the reason, once, and each collection tries again.
 *
 * <p>Registering reads nothing: the first sample, which shows which instruments there are, is taken
 * by a thread that ends afterwards. May be used by multiple threads.
 */
public final class ProcfsTelemetry implements AutoCloseable {
  private static final String SCOPE = "io.github.procfs4j";
  private static final String SCHEMA = "https://opentelemetry.io/schemas/1.44.0";
  private static final String SOURCES = "linux.sources";

  private final Meter meter;
  private final Choice choice;
  private final ObservableLongUpDownCounter sources;

  /** Guards the following fields. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean isClosed;
  private volatile List<SourceBatch> batches = List.of();

  private ProcfsTelemetry(OpenTelemetry openTelemetry, Choice choice) {
    this.choice = choice;
    meter = openTelemetry.getMeterProvider().meterBuilder(SCOPE).setSchemaUrl(SCHEMA).build();
    sources =
        meter
            .upDownCounterBuilder(SOURCES)
            .setDescription("Sources of procfs4j that can be read.")
            .buildWithCallback(this::countSources);
  }

  /** {@return a builder: the {@linkplain Procfs#usualFiles usual files} and the own process} */
  public static Builder builder() {
    return new Builder();
  }

  /** Tries those again that could not be read before. */
  private void countSources(ObservableLongMeasurement count) {
    List<SourceBatch> all = batches;
    for (SourceBatch batch : all) {
      if (!batch.source().isRead()) {
        batch.refresh();
      }
    }
    count.record(all.stream().map(SourceBatch::source).filter(ExportedSource::isRead).count());
  }

  /**
   * Takes a sample of each source whose last one is older than the greatest age, and registers
   * instruments that are new. Each collection does the same; programs that cannot wait for the next
   * one call this method.
   */
  public void refresh() {
    lock.lock();
    try {
      if (!isClosed && batches.isEmpty()) {
        batches =
            Exported.of(choice).sources().stream()
                .map(source -> new SourceBatch(source, meter))
                .toList();
      }
      batches.forEach(SourceBatch::refresh);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the callbacks and closes all files. Closing it again has no effect. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!isClosed) { // the SDK complains about a second time
        isClosed = true;
        sources.close();
        batches.forEach(SourceBatch::close);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Chooses what is exported. */
  public static final class Builder {
    private Choice choice = Choice.usual();

    private Builder() {}

    /**
     * Exports another tree, such as the host's as seen by a container.
     *
     * @param proc the tree of procfs
     * @return this builder
     */
    public Builder procfs(Procfs proc) {
      choice = choice.of(proc);
      return this;
    }

    /**
     * Exports other files than the {@linkplain Procfs#usualFiles usual ones}.
     *
     * @param files the files, which may be your own
     * @return this builder
     */
    public Builder files(List<SampledFile<?>> files) {
      choice = choice.withFiles(files);
      return this;
    }

    /**
     * Accepts samples of another age than one second.
     *
     * @param age the greatest age of a sample, shorter than the time between two collections
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder greatestAge(Duration age) {
      choice = choice.withGreatestAge(age);
      return this;
    }

    /**
     * Exports each CPU, with the attribute {@code cpu.logical_number}, which is opt-in in the
     * conventions, instead of their sum.
     *
     * @return this builder
     */
    public Builder eachCpu() {
      choice = choice.withEachCpu();
      return this;
    }

    /**
     * Exports nothing of the process of this JVM.
     *
     * @return this builder
     */
    public Builder withoutOwnProcess() {
      choice = choice.withoutOwnProcess();
      return this;
    }

    /**
     * Exports the processes that took most CPU time since the previous sample, those of one name
     * together, and the number of processes in each state. The number of a process is not an
     * attribute, so there is no series for each process that ever was.
     *
     * @param most how many names at most
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder busiestProcesses(int most) {
      choice = choice.withProcesses(most);
      return this;
    }

    /**
     * Registers the instruments.
     *
     * @param openTelemetry receives them
     * @return what closes them again
     */
    public ProcfsTelemetry export(OpenTelemetry openTelemetry) {
      Objects.requireNonNull(openTelemetry, "openTelemetry");
      ProcfsTelemetry telemetry = new ProcfsTelemetry(openTelemetry, choice);
      Thread.ofPlatform().daemon().name("procfs4j first sample").start(telemetry::refresh);
      return telemetry;
    }
  }
}
