package io.github.procfs4j.cli.report;

import io.github.procfs4j.processes.ProcessMeasure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The few processes or threads with the highest usage by a measure, out of many. */
final class Top {
  private final ProcessMeasure measure;
  private final int most;
  private final List<TaskUse> uses;
  private int known;

  private Top(ProcessMeasure measure, int most) {
    this.measure = measure;
    this.most = most;
    uses = new ArrayList<>(most + 1);
  }

  /**
   * Those with the highest usage by each measure. There may be so many in all that they do not fit
   * in the caches of a processor, so each is examined once, for all measures.
   *
   * @param most the greatest number of them for each measure
   */
  static List<Top> of(Collection<TaskUse> all, List<ProcessMeasure> measures, int most) {
    List<Top> tops = measures.stream().map(measure -> new Top(measure, most)).toList();
    for (TaskUse use : all) {
      for (Top top : tops) {
        top.offer(use);
      }
    }
    return tops;
  }

  /** Those with the highest positive rank, the highest first. */
  static List<TaskUse> by(ToDoubleFunction<TaskUse> rank, Collection<TaskUse> all, int most) {
    return all.stream()
        .filter(use -> rank.applyAsDouble(use) > 0)
        .sorted(Comparator.comparingDouble(rank).reversed())
        .limit(most)
        .toList();
  }

  private void offer(TaskUse use) {
    known += use.isKnown(measure) ? 1 : 0;
    double rank = use.rank(measure);
    int at = uses.size();
    if (rank > 0 && (at < most || rank > uses.getLast().rank(measure))) {
      while (at > 0 && rank > uses.get(at - 1).rank(measure)) {
        at--;
      }
      uses.add(at, use);
      if (uses.size() > most) {
        uses.removeLast();
      }
    }
  }

  ProcessMeasure measure() {
    return measure;
  }

  /** The busiest first; of equal ones, the first in the list. */
  List<TaskUse> uses() {
    return uses;
  }

  /** The number of all those for which the measure is known. */
  int known() {
    return known;
  }
}
