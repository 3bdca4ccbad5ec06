package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.util.List;
import java.util.function.Consumer;

/**
 * A source of which each scrape gets a sample. That it cannot be read is said once.
 *
 * <p>It must only be used by one thread at a time.
 */
abstract class Served implements AutoCloseable {
  private final Sampler<?> sampler;
  private final String name;
  private final Consumer<String> voice;
  private Outcome outcome = Outcome.SAMPLED;
  private long nanos;

  Served(Sampler<?> sampler, String name, Consumer<String> voice) {
    this.sampler = sampler;
    this.name = name;
    this.voice = voice;
  }

  final String name() {
    return name;
  }

  final boolean isRead() {
    return outcome == Outcome.SAMPLED;
  }

  /** How long it took to read the last sample, in nanoseconds. */
  final long nanos() {
    return nanos;
  }

  /**
   * Takes a sample.
   *
   * @param before the sources that come before it, whose families it cannot have
   */
  final void sample(List<? extends Served> before) {
    long begin = System.nanoTime();
    Outcome now = sampler.sample();
    nanos = System.nanoTime() - begin;
    if (now != outcome) {
      say(
          now == Outcome.SAMPLED
              ? "can be read again"
              : sampler.problem().orElse(now.text()) + "; it is tried again at each scrape");
      outcome = now;
    }
    if (now == Outcome.SAMPLED) {
      sampled(before);
    }
  }

  /** A sample was taken. */
  abstract void sampled(List<? extends Served> before);

  /** Writes the values of the last sample, if there is one. */
  final void write(Format format, TextBuffer to) {
    if (isRead()) {
      writeSample(format, to);
    }
  }

  /** Writes the values of the last sample. */
  abstract void writeSample(Format format, TextBuffer to);

  final void say(String message) {
    voice.accept(message.contains(name) ? message : name + ": " + message);
  }

  @Override
  public final void close() {
    sampler.close();
  }
}
