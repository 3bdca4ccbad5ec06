package io.github.procfs4j.processes;

import io.github.procfs4j.io.Listing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Processes, or the threads of one, in the order of their numbers. */
final class TaskList {
  private static final Comparator<Task> BY_NUMBER = Comparator.comparingLong(Task::number);

  private final List<Task> tasks = new ArrayList<>(0);

  /** Null if there are none. */
  private @Nullable EmptyDirectories empty;

  private boolean hasUnlisted;

  int count() {
    return tasks.size();
  }

  /** All of them. */
  List<Task> all() {
    return tasks;
  }

  /** Whether a listing has shown since the last call that tasks have ended. */
  boolean takeUnlisted() {
    boolean had = hasUnlisted;
    hasUnlisted = false;
    return had;
  }

  Task get(int i) {
    return tasks.get(i);
  }

  /** Whether a task has this number. */
  boolean hasNumber(long number) {
    int from = 0;
    int to = tasks.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (tasks.get(middle).number() < number) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < tasks.size() && tasks.get(from).number() == number;
  }

  /** Adds new tasks. */
  void add(List<Task> came) {
    if (!came.isEmpty()) {
      tasks.addAll(came);
      tasks.sort(BY_NUMBER);
    }
  }

  /** Drops the tasks that have {@linkplain Task#hasEnded ended}. */
  void dropEnded() {
    tasks.removeIf(task -> task.hasEnded);
  }

  /** States that a listed number belongs to a directory without files. */
  void isEmpty(long number) {
    if (empty == null) {
      empty = new EmptyDirectories();
    }
    empty.add(number);
  }

  /**
   * Compares a listing with these tasks: reports each listed number that does not belong to a task,
   * in ascending order, and marks tasks that are no longer listed as ended. An {@linkplain #isEmpty
   * empty} directory is reported only in some listings.
   */
  void compare(Listing listing, LongConsumer found) {
    if (empty != null) {
      empty.begin();
    }
    int at = 0;
    for (int i = 0; i < listing.count(); i++) {
      long number = listing.number(i);
      while (at < tasks.size() && tasks.get(at).number() < number) {
        endUnlisted(at++);
      }
      if (at < tasks.size() && tasks.get(at).number() == number) {
        at++;
      } else if (empty == null || !empty.passOver(number)) {
        found.accept(number);
      }
    }
    while (at < tasks.size()) {
      endUnlisted(at++);
    }
  }

  private void endUnlisted(int i) {
    tasks.get(i).hasEnded = true;
    hasUnlisted = true;
  }
}
