package io.github.procfs4j.cli.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Differences of threads that are those of a process once more: what a process with one thread
 * does, its thread does, which has its name.
 */
final class OnlyThreads {
  /** The kernel keeps this many bytes of the name of a thread. */
  private static final int NAME = 15;

  /** A process and its thread are not read at the same moment. */
  private static final double SAME = 0.01;

  private OnlyThreads() {}

  /**
   * The figures of threads that repeat those of a process.
   *
   * @param all the differences of both
   * @param resolution what the kernel's counting can show of a figure
   */
  static Set<Key> of(Collection<Difference> all, ToDoubleFunction<Key> resolution) {
    Map<Key, List<Difference>> processes = new HashMap<>();
    for (Difference difference : all) {
      if (difference.key().isOfProcesses()) {
        String name = TaskNames.ofThread(withoutBrackets(difference.key().row()));
        processes
            .computeIfAbsent(ofThread(difference.key(), name), any -> new ArrayList<>())
            .add(difference);
      }
    }
    Set<Key> repeated = new HashSet<>();
    for (Difference difference : all) {
      Key key = difference.key();
      if (key.isOfThreads()) {
        double least = 2 * resolution.applyAsDouble(key);
        for (Difference process : processes.getOrDefault(ofThread(key, key.row()), List.of())) {
          if (isSame(process.a(), difference.a(), least)
              && isSame(process.b(), difference.b(), least)) {
            repeated.add(key);
          }
        }
      }
    }
    return repeated;
  }

  private static Key ofThread(Key key, String name) {
    String beginning = name.substring(0, Math.min(name.length(), NAME));
    return new Key(key.source(), Key.THREAD, beginning, key.figure(), key.unit(), key.isSum());
  }

  /** Threads of the kernel are processes with brackets around their name. */
  private static String withoutBrackets(String name) {
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  private static boolean isSame(double[] one, double[] other, double least) {
    for (int i = 0; i < one.length; i++) {
      boolean isKnown = !Double.isNaN(one[i]);
      if (isKnown == Double.isNaN(other[i])
          || (isKnown && Math.abs(one[i] - other[i]) > Math.max(least, SAME * Math.abs(one[i])))) {
        return false;
      }
    }
    return true;
  }
}
