package io.github.procfs4j.micrometer;

import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.metrics.Instrument;
import io.github.procfs4j.metrics.Series;
import io.github.procfs4j.metrics.SteadyCounters;
import io.github.procfs4j.printable.Printable;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The meters in one registry. Must only be used by the thread that refreshes. */
final class Binding {
  private static final System.Logger LOG = System.getLogger(ProcfsMetrics.class.getPackageName());

  private final ProcfsMetrics metrics;
  private final MeterRegistry registry;
  private final MeterNames names;
  private final List<Tag> tags;
  private final SteadyCounters.Reader reader;

  /** Each meter with what it reads, which Micrometer itself does not keep. */
  private final IdentityHashMap<Series, Registered> meters = new IdentityHashMap<>();

  private final Set<Meter> own = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<ExportedSource, Values> values = new IdentityHashMap<>();

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
  private static SteadyCounters.Reader readerOf(MeterRegistry registry) {
    if (registry instanceof StepMeterRegistry) {
      return SteadyCounters.Reader.OF_GROWTH;
    }
    if (registry instanceof CompositeMeterRegistry composite) {
      Set<SteadyCounters.Reader> readers = new HashSet<>();
      composite.getRegistries().forEach(child -> readers.add(readerOf(child)));
      return readers.size() == 1
          ? readers.iterator().next()
          : SteadyCounters.Reader.OF_TOTALS_THAT_NEVER_FALL;
    }
    return SteadyCounters.Reader.OF_TOTALS;
  }

  /** Registers the meters of series that have come. */
  void add(ExportedSource source, Collection<Series> came) {
    // To look for meters takes a look at all of the registry.
    Map<String, List<Meter>> ofOthers = new HashMap<>();
    for (Series series : came) {
      String name = names.name(series.instrument());
      List<Tag> all = new ArrayList<>(tags);
      series.attributes().forEach(attribute -> all.add(names.tag(attribute)));
      boolean isTaken =
          series.instrument().isOfConventions()
              && ofOthers.computeIfAbsent(name, this::metersOfOthers).stream()
                  .anyMatch(meter -> meter.getId().getTags().containsAll(all));
      if (isTaken) {
        refuse(name, "the registry has one of this name");
      } else {
        add(source, series, name, all);
      }
    }
  }

  private List<Meter> metersOfOthers(String name) {
    return registry.find(name).meters().stream().filter(meter -> !own.contains(meter)).toList();
  }

  private void add(ExportedSource source, Series series, String name, List<Tag> all) {
    try {
      Registered registered = register(source, series, name, all);
      meters.put(series, registered);
      own.add(registered.meter());
    } catch (IllegalArgumentException e) { // there is one of another type, or with other tags
      refuse(name, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String name, String reason) {
    if (refused.add(name)) {
      LOG.log(System.Logger.Level.WARNING, Printable.line("no meter " + name + ": " + reason));
    }
  }

  private Registered register(ExportedSource source, Series series, String name, List<Tag> all) {
    Instrument instrument = series.instrument();
    Value value = values.computeIfAbsent(source, of -> new Values(metrics, of, reader)).add(series);
    Meter meter =
        instrument.isCounter()
            ? FunctionCounter.builder(name, value, Value::get)
                .tags(all)
                .baseUnit(MeterNames.baseUnit(instrument))
                .description(instrument.description())
                .register(registry)
            : Gauge.builder(name, value, Value::get)
                .tags(all)
                .baseUnit(MeterNames.baseUnit(instrument))
                .description(instrument.description())
                .register(registry);
    value.readBy(meter);
    return new Registered(meter, value);
  }

  void remove(Series series) {
    Registered registered = meters.remove(series);
    if (registered != null) {
      registry.remove(registered.meter());
      own.remove(registered.meter());
      registered.value().values().remove(series, registered.value());
    }
  }

  void removeAll() {
    List.copyOf(meters.keySet()).forEach(this::remove);
  }
}
