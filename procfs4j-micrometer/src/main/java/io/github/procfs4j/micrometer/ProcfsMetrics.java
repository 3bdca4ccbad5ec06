package io.github.procfs4j.micrometer;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.metrics.Choice;
import io.github.procfs4j.metrics.Exported;
import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.sampling.SampledFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The performance data of Linux as meters: each number of the chosen files, with its row's labels
 * as tags, the process of this JVM, and on request the busiest processes.
 *
 * <pre>{@code
 * new ProcfsMetrics().bindTo(registry);
 * }</pre>
 *
 * <p>Counters are {@linkplain io.micrometer.core.instrument.FunctionCounter function counters},
 * everything else is a gauge. Times are in seconds, sizes in bytes. All meters of a file are read
 * from one sample, which is taken when one of them is read and the last sample is older than the
 * greatest age, however many threads read. Names are those of {@code docs/micrometer.md}: they
 * begin with {@code linux.}, so none of them is the name of one of Micrometer's own meters.
 *
 * <p>The meters of rows that come and go, such as network devices, appear and disappear when a
 * meter is read and the sample has other rows than before, so they may be one scrape late. A file
 * that cannot be read has no meters; the log gives the reason, once. It is tried again whenever the
 * meter {@code linux.sources}, the number of sources that can be read, is read.
 *
 * <p>Binding reads nothing: the first sample is taken by a thread that ends afterwards. Close this
 * to remove the meters and to close the files. May be used by multiple threads.
 */
public final class ProcfsMetrics implements MeterBinder, AutoCloseable {
  private static final String SOURCES = "linux.sources";

  private final Choice choice;
  private final boolean areNamesOfOpenTelemetry;
  private final List<Tag> tags;

  /** Guards the following fields, and is held while meters are registered and removed. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Bound> bound = new ArrayList<>();

  private final List<Binding> bindings = new ArrayList<>();
  private boolean isClosed;

  /** The sources, as soon as the first sample is due. */
  private volatile @Nullable Exported exported;

  /** A registry, and the meter that it has from the beginning. */
  private record Bound(MeterRegistry registry, Meter sources) {}

  /** The {@linkplain Procfs#usualFiles usual files}, and the process of this JVM. */
  public ProcfsMetrics() {
    this(builder());
  }

  private ProcfsMetrics(Builder builder) {
    choice = builder.choice;
    areNamesOfOpenTelemetry = builder.areNamesOfOpenTelemetry;
    tags = List.copyOf(builder.tags);
  }

  /** {@return a builder for other files or names} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Registers the meters. May be called for several registries.
   *
   * @param registry receives the meters
   * @throws IllegalStateException if this is closed
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("these metrics are closed");
      }
      SourceCount count = new SourceCount(this);
      Meter sources =
          Gauge.builder(SOURCES, count, count)
              .tags(tags)
              .description("Sources of procfs4j that can be read.")
              .strongReference(true)
              .register(registry);
      bound.add(new Bound(registry, sources));
      if (exported != null) {
        addBindings();
      }
    } finally {
      lock.unlock();
    }
    new FirstSample(this).start();
  }

  // Binding must not take long when an application starts. A lambda expression, the classes of
  // most meters and those of the library take milliseconds to load: a thread does the rest.

  /** Counts the sources that can be read. */
  private record SourceCount(ProcfsMetrics metrics) implements ToDoubleFunction<SourceCount> {
    @Override
    public double applyAsDouble(SourceCount count) {
      return metrics.countSources();
    }
  }

  /** Takes the first sample, and ends. */
  private static final class FirstSample extends Thread {
    private final ProcfsMetrics metrics;

    FirstSample(ProcfsMetrics metrics) {
      super("procfs4j first sample");
      setDaemon(true);
      this.metrics = metrics;
    }

    @Override
    public void run() {
      metrics.refresh();
    }
  }

  /** Registers the meters of the current series in registries that have none of them. */
  private void addBindings() {
    for (Bound one : bound.subList(bindings.size(), bound.size())) {
      MeterNames names =
          areNamesOfOpenTelemetry ? MeterNames.OF_OPENTELEMETRY : MeterNames.OF_MICROMETER;
      Binding binding = new Binding(this, one.registry(), names, tags);
      for (ExportedSource source : sources()) {
        binding.add(source, source.series());
      }
      bindings.add(binding);
    }
  }

  /** The number of sources that can be read, after trying those that could not be read before. */
  private double countSources() {
    int read = 0;
    for (ExportedSource source : sources()) {
      if (!source.hasSeries() || source.recent().isOutdated()) {
        refreshUnlessBusy(source);
      }
      read += source.isRead() ? 1 : 0;
    }
    return read;
  }

  private List<ExportedSource> sources() {
    Exported all = exported;
    return all == null ? List.of() : all.sources();
  }

  /**
   * Takes a sample of each source whose last one is older than the greatest age, and registers and
   * removes meters if rows came or left. Reading any meter does the same for its source; programs
   * that list meters without reading them call this method.
   */
  public void refresh() {
    lock.lock();
    try {
      if (exported == null && !isClosed) {
        exported = Exported.of(choice);
        addBindings();
      }
      sources().forEach(this::refreshLocked);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refreshes a source unless another thread is refreshing. This thread may be within a registry
   * that holds a lock for which the other one waits.
   */
  void refreshUnlessBusy(ExportedSource source) {
    if (lock.tryLock()) {
      try {
        refreshLocked(source);
      } finally {
        lock.unlock();
      }
    }
  }

  private void refreshLocked(ExportedSource source) {
    if (isClosed) {
      return;
    }
    ExportedSource.Changes changes = source.refresh();
    for (Binding binding : bindings) {
      changes.left().forEach(binding::remove);
      binding.add(source, changes.came());
    }
  }

  /** Removes all meters and closes all files. Closing it again has no effect. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      bindings.forEach(Binding::removeAll);
      bindings.clear();
      bound.forEach(one -> one.registry().remove(one.sources()));
      bound.clear();
      Exported all = exported;
      if (all != null) {
        all.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Chooses what is exported, and under which names. */
  public static final class Builder {
    private Choice choice = Choice.usual();
    private boolean areNamesOfOpenTelemetry;
    private final List<Tag> tags = new ArrayList<>();

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
     * @param age the greatest age of a sample, shorter than the time between two scrapes
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder greatestAge(Duration age) {
      choice = choice.withGreatestAge(age);
      return this;
    }

    /**
     * Exports each CPU, with the tag {@code cpu}, instead of their sum.
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
     * together, and the number of processes in each state. The number of a process is not a tag, so
     * there is no series for each process that ever was.
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
     * Uses the names of the OpenTelemetry semantic conventions, as {@code procfs4j-opentelemetry}
     * does. {@code process.cpu.time} and {@code process.uptime} are then also names of Micrometer's
     * own meters: bind those to another registry, or use {@link #withoutOwnProcess}.
     *
     * @return this builder
     */
    public Builder openTelemetryNames() {
      areNamesOfOpenTelemetry = true;
      return this;
    }

    /**
     * Adds tags to all meters.
     *
     * @param more the tags
     * @return this builder
     */
    public Builder tags(Iterable<Tag> more) {
      more.forEach(tags::add);
      return this;
    }

    /** {@return the metrics, of which nothing is read before they are bound} */
    public ProcfsMetrics build() {
      return new ProcfsMetrics(this);
    }
  }
}
