package io.github.procfs4j.opentelemetry;

import io.github.procfs4j.metrics.Instrument;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;

/** Creates asynchronous instruments, and records their values. */
final class Instruments {
  private static final double TWO_TO_THE_63 = 0x1p63;

  private Instruments() {}

  /** Of whole numbers or not, as the conventions demand, to be recorded in a batch. */
  static ObservableMeasurement create(Meter meter, Instrument instrument) {
    return switch (instrument.kind()) {
      case COUNTER -> counter(meter, instrument);
      case UP_DOWN_COUNTER -> upDownCounter(meter, instrument);
      case GAUGE -> gauge(meter, instrument);
    };
  }

  private static ObservableMeasurement counter(Meter meter, Instrument instrument) {
    LongCounterBuilder builder =
        meter
            .counterBuilder(instrument.name())
            .setUnit(instrument.unit())
            .setDescription(instrument.description());
    if (instrument.isWhole()) {
      return builder.buildObserver();
    }
    DoubleCounterBuilder doubles = builder.ofDoubles();
    return doubles.buildObserver();
  }

  private static ObservableMeasurement upDownCounter(Meter meter, Instrument instrument) {
    LongUpDownCounterBuilder builder =
        meter
            .upDownCounterBuilder(instrument.name())
            .setUnit(instrument.unit())
            .setDescription(instrument.description());
    return instrument.isWhole() ? builder.buildObserver() : builder.ofDoubles().buildObserver();
  }

  private static ObservableMeasurement gauge(Meter meter, Instrument instrument) {
    DoubleGaugeBuilder builder =
        meter
            .gaugeBuilder(instrument.name())
            .setUnit(instrument.unit())
            .setDescription(instrument.description());
    return instrument.isWhole() ? builder.ofLongs().buildObserver() : builder.buildObserver();
  }

  /**
   * Records a value, unless there is none or it does not fit. The SDK's objects accept both kinds
   * of numbers, and drop those of the wrong kind.
   */
  static void record(
      ObservableMeasurement to, boolean isWhole, double value, Attributes attributes) {
    if (Double.isNaN(value)) {
      return;
    }
    if (!isWhole) {
      ((ObservableDoubleMeasurement) to).record(value, attributes);
    } else if (Math.abs(value) < TWO_TO_THE_63) {
      ((ObservableLongMeasurement) to).record((long) value, attributes);
    }
  }
}
