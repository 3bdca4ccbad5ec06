package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Determines the rows to examine in an interval. Most rows rarely change: what is computed for a
 * row that was {@link Interval#isStill still} remains valid until it changes. So the cost of a
 * report depends on the changes, not on the rows.
 */
public final class Lookout {
  private final Predicate<Row> isMeant;
  private final Consumer<Row> leave = this::leave;
  private final Consumer<Row> change = this::change;
  private Set<Row> left = new LinkedHashSet<>();
  private Set<Row> rows = new LinkedHashSet<>();

  /**
   * The rows that were examined in the previous interval, and whose values may change even if
   * nothing in them changes.
   */
  private Set<Row> unsteady = new LinkedHashSet<>();

  private boolean isForAll = true;
  private boolean mustWatchAll;

  /** Creates a lookout for some rows. */
  public Lookout(Predicate<Row> isMeant) {
    this.isMeant = isMeant;
  }

  /**
   * Moves to the next interval.
   *
   * @param isFollowing whether the previous interval was examined too
   */
  public void next(Interval interval, boolean isFollowing) {
    if (!left.isEmpty()) {
      left = new LinkedHashSet<>(); // clearing a set takes as long as its greatest size
    }
    if (!rows.isEmpty()) {
      rows = new LinkedHashSet<>();
    }
    // If no time has passed, there are no rates, whether or not anything changed.
    isForAll =
        mustWatchAll
            || !isFollowing
            || interval.seconds() <= 0
            || !interval.changedRows(leave, change);
    mustWatchAll = false;
    if (!unsteady.isEmpty()) {
      if (!isForAll) {
        rows.addAll(unsteady); // added last: the changed rows have the current description
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

  /** Whether all rows of the interval must be examined, because nothing is known about them. */
  public boolean isForAll() {
    return isForAll;
  }

  /** Whether nothing need be examined, because nothing changed. */
  boolean isQuiet() {
    return !isForAll && left.isEmpty() && rows.isEmpty();
  }

  /** The rows that left or moved, unless {@link #isForAll}. */
  public Set<Row> left() {
    return left;
  }

  /** The rows to examine, with their current description, unless {@link #isForAll}. */
  public Set<Row> rows() {
    return rows;
  }

  /** Marks all rows to be examined in the next interval, whether or not they change. */
  public void watchAll() {
    mustWatchAll = true;
  }

  /** Marks a row to be examined in the next interval, whether or not it changes. */
  public void watch(Row row) {
    unsteady.add(row);
  }
}
