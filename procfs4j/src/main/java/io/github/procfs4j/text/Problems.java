package io.github.procfs4j.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What had to be left out of a text: the first problem of each kind, and the count of further ones,
 * because a file may have the same problem in each of its lines.
 *
 * <p>Two problems are of the same kind if what was expected is the same, ignoring the numbers in
 * that sentence.
 */
final class Problems {
  private static final class Kind {
    final MalformedTextException first;
    int more;

    Kind(MalformedTextException first) {
      this.first = first;
    }
  }

  private final Lines lines;
  private final SequencedMap<String, Kind> kinds = new LinkedHashMap<>();

  Problems(Lines lines) {
    this.lines = lines;
  }

  /** Notes that something other than {@code expected} was found {@code at} this position. */
  void add(int at, String expected) {
    Kind known = kinds.get(MalformedTextException.kind(expected));
    if (known == null) {
      add(lines.malformed(at, expected, true));
    } else {
      known.more++;
    }
  }

  void add(MalformedTextException problem) {
    String kind = MalformedTextException.kind(problem.expected);
    Kind known = kinds.putIfAbsent(kind, new Kind(problem));
    if (known != null) {
      known.more++;
    }
  }

  boolean isEmpty() {
    return kinds.isEmpty();
  }

  /** The first problem of each kind, in the order in which they were found. */
  List<MalformedTextException> firsts() {
    List<MalformedTextException> firsts = new ArrayList<>(kinds.size());
    for (Kind kind : kinds.values()) {
      firsts.add(kind.more == 0 ? kind.first : kind.first.andMore(kind.more));
    }
    return List.copyOf(firsts);
  }
}
