package io.github.procfs4j.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How figures developed in two groups of runs, in parts of the same length. */
final class Courses {
  /** Reads some figures of the runs again, in finer parts. */
  interface Source {
    /** The courses in at most so many parts of a run; those that are known if that fails. */
    Courses of(Set<Key> keys, int parts, Courses known);
  }

  private final List<Run> a;
  private final List<Run> b;
  private final Beginnings beginnings;

  /** Of the runs of two groups. */
  Courses(List<Run> a, List<Run> b) {
    this.a = List.copyOf(a);
    this.b = List.copyOf(b);
    beginnings = new Beginnings(this.a, this.b);
  }

  List<Run> a() {
    return a;
  }

  List<Run> b() {
    return b;
  }

  /** The length of a part, in seconds. */
  double partSeconds() {
    return beginnings.partSeconds();
  }

  /** The course of a figure in each run; an empty one if it is not known. */
  List<double[]> of(Key key, List<Run> runs) {
    List<double[]> courses = new ArrayList<>();
    for (Run run : runs) {
      double[] course = beginnings.course(key, run);
      courses.add(course == null ? new double[0] : course);
    }
    return courses;
  }

  /** The ends of the parts of the longest run, in seconds. */
  double[] ends() {
    int most = 0;
    for (List<Run> runs : List.of(a, b)) {
      for (Run run : runs) {
        int times = (int) Math.round(partSeconds() / run.partSeconds());
        for (RunValue value : run.values().values()) {
          most = Math.max(most, Math.ceilDiv(value.course().length, times));
        }
        most = Math.max(most, (int) Math.ceil(run.seconds() / partSeconds()));
      }
    }
    double[] ends = new double[most];
    for (int i = 0; i < most; i++) {
      ends[i] = (i + 1) * partSeconds();
    }
    return ends;
  }
}
