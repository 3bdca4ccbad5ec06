package io.github.procfs4j.recording;

import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.text.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Time that a test advances, so that hours take seconds. */
final class SimulatedTime implements Clocks {
  private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");

  private long nanos = 1_000_000_000_000L;

  void pass(long moreNanos) {
    nanos += moreNanos;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return BEGIN.plusNanos(nanos);
  }

  /** A sampler whose samples are taken at the current simulated time, and take 20 µs. */
  Sampler<?> of(Sampler<?> real) {
    return new InThisTime(real);
  }

  private final class InThisTime extends Sampler<Object> {
    private final Sampler<?> real;

    InThisTime(Sampler<?> real) {
      super(real.source(), real.root(), real.path(), null);
      this.real = real;
    }

    @Override
    protected Outcome take() {
      Outcome outcome = real.sample();
      readBetween(nanos, nanos + 20_000);
      keep(real.layout(), real.isContinuation());
      return outcome;
    }

    @Override
    public Optional<String> problem() {
      return real.problem();
    }

    @Override
    public List<Problem> problems() {
      return real.problems();
    }

    @Override
    public Object view() {
      return real.view();
    }

    @Override
    protected Object viewOf(FileReading reading) {
      return reading;
    }

    @Override
    public int bytes() {
      return real.bytes();
    }

    @Override
    public long value(int cell) {
      return real.value(cell);
    }

    @Override
    public int changes() {
      return real.changes();
    }

    @Override
    public int changed(int i) {
      return real.changed(i);
    }

    @Override
    public long delta(int i) {
      return real.delta(i);
    }

    @Override
    protected Runnable release() {
      return real::close;
    }
  }
}
