package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.SourcePlan;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source of which each scrape gets a sample. What cannot be read, or is left out, is said once.
 *
 * <p>It must only be used by one thread at a time.
 */
final class ServedSource implements AutoCloseable {
  private final Sampler<?> sampler;
  private final SourcePlan.Context context;
  private final Consumer<String> voice;
  private Outcome outcome = Outcome.SAMPLED;
  private boolean hasSaidNotUnderstood;
  private boolean hasSaidLeftOut;
  private long nanos;

  /** The layout of the plan. */
  private @Nullable Layout layout;

  private @Nullable SourcePlan plan;

  /** The plans of other sources whose families the plan cannot have. */
  private List<SourcePlan> plannedBeside = List.of();

  ServedSource(Sampler<?> sampler, SourcePlan.Context context, Consumer<String> voice) {
    this.sampler = sampler;
    this.context = context;
    this.voice = voice;
  }

  String name() {
    return context.source();
  }

  boolean isRead() {
    return outcome == Outcome.SAMPLED;
  }

  /** How long it took to read the last sample, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  /**
   * Takes a sample.
   *
   * @param others the sources that come before it, whose families it cannot have
   */
  void sample(List<ServedSource> others) {
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
      plan(others);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same object as long as nothing changes
  private void plan(List<ServedSource> others) {
    if (!hasSaidNotUnderstood && !sampler.problems().isEmpty()) {
      hasSaidNotUnderstood = true;
      Messages.notUnderstood(sampler.problems()).ifPresent(voice);
    }
    List<SourcePlan> besides =
        others.stream().flatMap(other -> Stream.ofNullable(other.plan)).toList();
    if (layout == sampler.layout() && plannedBeside.equals(besides)) {
      return;
    }
    Set<String> taken = new HashSet<>();
    besides.forEach(other -> taken.addAll(other.names()));
    plan = new SourcePlan(context, sampler.layout(), taken, plan);
    plannedBeside = besides;
    layout = sampler.layout();
    if (!hasSaidLeftOut && !plan.leftOut().isEmpty()) {
      hasSaidLeftOut = true;
      plan.leftOut().forEach(this::say);
    }
  }

  private void say(String message) {
    voice.accept(message.contains(name()) ? message : name() + ": " + message);
  }

  /** Writes the values of the last sample, if there is one. */
  void write(Format format, TextBuffer to) {
    if (isRead() && plan != null) {
      plan.write(sampler, format, to);
    }
  }

  @Override
  public void close() {
    sampler.close();
  }
}
