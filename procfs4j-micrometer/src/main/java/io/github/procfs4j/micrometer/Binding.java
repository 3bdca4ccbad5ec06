package io.github.procfs4j.micrometer;

import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.metrics.Instrument;
import io.github.procfs4j.metrics.Series;
import io.github.procfs4j.metrics.SteadyCounter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The meters in one registry. Must only be used by the thread that refreshes. */
final class Binding {
  private static final System.Logger LOG = System.getLogger(ProcfsMetrics.class.getPackageName());

  private final ProcfsMetrics metrics;
  private final MeterRegistry registry;
  private final MeterNames names;
  private final List<Tag> tags;
  private final SteadyCounter.Reader reader;

  /** Each meter with what it reads, which Micrometer itself does not keep. */
  private final IdentityHashMap<Series, Registered> meters = new IdentityHashMap<>();

  private final Set<String> refused = new HashSet<>();

  private record Registered(Meter meter, Value value) {}

  Binding(ProcfsMetrics metrics, MeterRegistry registry, MeterNames names, List<Tag> tags) {
    this.metrics = metrics;
    this.registry = registry;
    this.names = names;
    this.tags = tags;
    reader = readerOf(registry);
  }

  /** What a registry does with the values of counters. */
  private static SteadyCounter.Reader readerOf(MeterRegistry registry) {
    if (registry instanceof StepMeterRegistry) {
      return SteadyCounter.Reader.OF_GROWTH;
    }
    if (registry instanceof CompositeMeterRegistry composite) {
      Set<SteadyCounter.Reader> readers = new HashSet<>();
      composite.getRegistries().forEach(child -> readers.add(readerOf(child)));
      return readers.size() == 1
          ? readers.iterator().next()
          : SteadyCounter.Reader.OF_TOTALS_THAT_NEVER_FALL;
    }
    return SteadyCounter.Reader.OF_TOTALS;
  }

  void add(ExportedSource source, Series series) {
    String name = names.name(series.instrument());
    List<Tag> all = new ArrayList<>(tags);
    series.attributes().forEach(attribute -> all.add(names.tag(attribute)));
    if (series.instrument().isOfConventions() && registry.find(name).tags(all).meter() != null) {
      refuse(name, "the registry has one of this name");
      return;
    }
    try {
      meters.put(series, register(source, series, name, all));
    } catch (IllegalArgumentException e) { // there is one of another type, or with other tags
      refuse(name, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String name, String reason) {
    if (refused.add(name)) {
      LOG.log(System.Logger.Level.WARNING, "no meter " + name + ": " + reason);
    }
  }

  private Registered register(ExportedSource source, Series series, String name, List<Tag> all) {
    Instrument instrument = series.instrument();
    String unit = MeterNames.baseUnit(instrument);
    if (!instrument.isCounter()) {
      Value value = new Value(metrics, source, series, null);
      Meter gauge =
          Gauge.builder(name, value, Value::get)
              .tags(all)
              .baseUnit(unit)
              .description(instrument.description())
              .register(registry);
      return new Registered(gauge, value);
    }
    Value value = new Value(metrics, source, series, new SteadyCounter(instrument, reader));
    Meter counter =
        FunctionCounter.builder(name, value, Value::get)
            .tags(all)
            .baseUnit(unit)
            .description(instrument.description())
            .register(registry);
    return new Registered(counter, value);
  }

  void remove(Series series) {
    Registered registered = meters.remove(series);
    if (registered != null) {
      registry.remove(registered.meter());
    }
  }

  void removeAll() {
    List.copyOf(meters.keySet()).forEach(this::remove);
  }
}
