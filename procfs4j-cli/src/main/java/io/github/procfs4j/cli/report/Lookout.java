package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which rows are to be looked at in an interval. Most rows hardly ever change: what is computed of
 * one that was {@link Interval#isStill still} holds until something of it changes. So what a report
 * costs follows the changes, and not the rows.
 */
final class Lookout {
  private final Predicate<Row> isMeant;
  private final Consumer<Row> leave = this::leave;
  private final Consumer<Row> change = this::change;
  private Set<Row> left = new LinkedHashSet<>();
  private Set<Row> rows = new LinkedHashSet<>();

  /**
   * Those looked at in the interval before, of which it is not known that they stay as they are.
   */
  private Set<Row> unsteady = new LinkedHashSet<>();

  private boolean isForAll = true;

  /** For the rows that are meant. */
  Lookout(Predicate<Row> isMeant) {
    this.isMeant = isMeant;
  }

  /**
   * Takes the next interval.
   *
   * @param isFollowing whether the one before was taken, too
   */
  void next(Interval interval, boolean isFollowing) {
    if (!left.isEmpty()) {
      left = new LinkedHashSet<>(); // to clear a set takes as long as it was large once
    }
    if (!rows.isEmpty()) {
      rows = new LinkedHashSet<>();
    }
    // Over no time at all nothing has a rate, whether it changed or not.
    isForAll = !isFollowing || interval.seconds() <= 0 || !interval.changedRows(leave, change);
    if (!unsteady.isEmpty()) {
      if (!isForAll) {
        rows.addAll(unsteady); // last: those that changed are as they are described now
      }
      unsteady = new LinkedHashSet<>();
    }
  }

  private void leave(Row row) {
    if (isMeant.test(row)) {
      left.add(row);
      unsteady.remove(row);
    }
  }

  private void change(Row row) {
    if (isMeant.test(row)) {
      rows.add(row);
    }
  }

  /** Whether all rows of the interval are to be looked at: nothing is known of them. */
  boolean isForAll() {
    return isForAll;
  }

  /** Whether nothing is to be looked at, as nothing changed. */
  boolean isQuiet() {
    return !isForAll && left.isEmpty() && rows.isEmpty();
  }

  /** Those that left, or are elsewhere now, unless it {@link #isForAll}. */
  Set<Row> left() {
    return left;
  }

  /** Those to look at, as they are described now, unless it {@link #isForAll}. */
  Set<Row> rows() {
    return rows;
  }

  /** States that a row has to be looked at in the next interval, whether it changes or not. */
  void watch(Row row) {
    unsteady.add(row);
  }
}
