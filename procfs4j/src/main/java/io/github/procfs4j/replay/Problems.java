package io.github.procfs4j.replay;

import io.github.procfs4j.text.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What had to be left out of a text: the first problem of each {@linkplain Problem#kind kind}, and
 * the count of further ones, because a file may have the same problem in each of its lines.
 */
final class Problems {
  private static final class Kind {
    final Problem first;
    int more;

    Kind(Problem first) {
      this.first = first;
    }
  }

  private final SequencedMap<String, Kind> kinds = new LinkedHashMap<>();

  void add(Problem problem) {
    Kind known = kinds.putIfAbsent(problem.kind(), new Kind(problem));
    if (known != null) {
      known.more++;
    }
  }

  boolean isEmpty() {
    return kinds.isEmpty();
  }

  /** The first problem of each kind, in the order in which they were found. */
  List<Problem> firsts() {
    List<Problem> firsts = new ArrayList<>(kinds.size());
    for (Kind kind : kinds.values()) {
      firsts.add(kind.more == 0 ? kind.first : withMore(kind.first, kind.more));
    }
    return List.copyOf(firsts);
  }

  /** A problem as the first of several of its kind. */
  static Problem withMore(Problem first, int more) {
    return new Problem(
        first.file(), first.line(), first.column(), first.found(), first.expected(), more);
  }
}
