package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.SourcePlan;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.sampling.Sampler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source whose columns have the names of node_exporter. What is left out is said once. */
final class ServedSource extends Served {
  private final Sampler<?> sampler;
  private final SourcePlan.Context context;
  private final Consumer<String> voice;
  private boolean hasSaidNotUnderstood;
  private boolean hasSaidLeftOut;

  /** The layout of the plan. */
  private @Nullable Layout layout;

  private @Nullable SourcePlan plan;

  /** The plans of other sources whose families the plan cannot have. */
  private List<SourcePlan> plannedBeside = List.of();

  ServedSource(Sampler<?> sampler, SourcePlan.Context context, Consumer<String> voice) {
    super(sampler, context.source(), voice);
    this.sampler = sampler;
    this.context = context;
    this.voice = voice;
  }

  @SuppressWarnings("ReferenceEquality") // the same object as long as nothing changes
  @Override
  void sampled(List<? extends Served> before) {
    if (!hasSaidNotUnderstood && !sampler.problems().isEmpty()) {
      hasSaidNotUnderstood = true;
      Messages.notUnderstood(sampler.problems()).ifPresent(voice);
    }
    if (layout == sampler.layout() && arePlannedBeside(before)) {
      return;
    }
    List<SourcePlan> besides =
        before.stream()
            .flatMap(
                other ->
                    other instanceof ServedSource source
                        ? Stream.ofNullable(source.plan)
                        : Stream.empty())
            .toList();
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

  /** Whether the plan is for the current plans of the others; a loop, as each scrape asks. */
  @SuppressWarnings("ReferenceEquality") // a plan is never made twice
  private boolean arePlannedBeside(List<? extends Served> before) {
    int plans = 0;
    for (Served other : before) {
      if (other instanceof ServedSource source && source.plan != null) {
        if (plans == plannedBeside.size() || plannedBeside.get(plans) != source.plan) {
          return false;
        }
        plans++;
      }
    }
    return plans == plannedBeside.size();
  }

  @Override
  void writeSample(Format format, TextBuffer to) {
    if (plan != null) {
      plan.write(sampler, format, to);
    }
  }
}
