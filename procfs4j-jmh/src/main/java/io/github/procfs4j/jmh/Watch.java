package io.github.procfs4j.jmh;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.sampling.Sampler;
import java.util.Optional;

/** A sampler and the interval between its samples. */
final class Watch implements AutoCloseable {
  private final Sampler<?> sampler;
  private final Interval interval;
  private boolean hasInterval;

  Watch(Sampler<?> sampler) {
    this.sampler = sampler;
    interval = sampler.intervals();
  }

  Sampler<?> sampler() {
    return sampler;
  }

  /** Moves to the interval that ends with the last sample; returns false if there is none. */
  boolean next() {
    hasInterval = interval.next();
    return hasInterval;
  }

  /** Whether there is an interval without a failed sample at either end. */
  boolean hasInterval() {
    return hasInterval && !interval.isAfterGap();
  }

  Interval interval() {
    return interval;
  }

  /** Why there is no interval. */
  Optional<String> problem() {
    return hasInterval()
        ? Optional.empty()
        : sampler
            .problem()
            .or(() -> Optional.of(sampler.path() + ": not read at the beginning of an iteration"));
  }

  @Override
  public void close() {
    sampler.close();
  }
}
