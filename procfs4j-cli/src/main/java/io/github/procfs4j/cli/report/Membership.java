package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.system.CgroupProcs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which control group each process belonged to, and when: the recorded samples of {@code
 * cgroup/procs}. They contain numbers of processes, which are reused, so a time is needed to find
 * the group of a process.
 */
final class Membership {
  /** The group of a process that was in none of the samples while it existed. */
  static final String NONE = "no recorded group";

  /** What that means. */
  static final String NONE_MEANS =
      NONE
          + ": processes in no sample of "
          + CgroupProcs.FILE.source().name()
          + ", since they ended between two of them, or their group was not recorded (--cgroup"
          + " '/**' records all)";

  private static final String SOURCE = CgroupProcs.FILE.source().name();

  /** The groups of each number, in the order of time. */
  private final Map<String, List<Stay>> stays = new HashMap<>();

  /** The time in which successive samples found a number in a group, in seconds. */
  private static final class Stay {
    final String group;
    final double from;
    double to;

    Stay(String group, double from) {
      this.group = group;
      this.from = from;
    }
  }

  private Membership() {}

  /** What a recording contains about it; a usage error if that is nothing. */
  static Membership of(Recording recording) {
    return find(recording)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "--group cgroup: the recording lacks "
                        + SOURCE
                        + ", which procfs record "
                        + SOURCE
                        + " usual --cgroup '/**' records"));
  }

  /** What a recording contains about it, if anything. */
  static Optional<Membership> find(Recording recording) {
    return recording.source(SOURCE).map(source -> of(recording, source));
  }

  @SuppressWarnings("ReferenceEquality") // the layout is the same as long as no row comes or goes
  private static Membership of(Recording recording, RecordedSource source) {
    Membership all = new Membership();
    Playback samples = recording.playback(source);
    Map<String, Stay> now = new HashMap<>();
    Layout last = null;
    double at = 0;
    while (samples.next()) {
      double before = at;
      at = (samples.startNanos() - recording.startNanos()) / 1e9;
      if (samples.layout() != last) {
        last = samples.layout();
        now.values().forEach(stay -> stay.to = before);
        now = all.next(last, now, at);
      }
    }
    for (Stay stay : now.values()) {
      stay.to = at;
    }
    return all;
  }

  /** The groups in a sample, which continue those in the previous one. */
  private Map<String, Stay> next(Layout layout, Map<String, Stay> before, double at) {
    Map<String, Stay> now = new HashMap<>();
    for (Row row : layout.rows(CgroupProcs.MEMBER)) {
      String pid = row.label("pid");
      String group = row.label("cgroup");
      Stay known = before.get(pid);
      if (known == null || !known.group.equals(group)) {
        known = new Stay(group, at);
        stays.computeIfAbsent(pid, key -> new ArrayList<>(1)).add(known);
      }
      now.put(pid, known);
    }
    return now;
  }

  /**
   * The group of a process while it existed; if it moved, the last one.
   *
   * @param pid its number
   * @param figures its values, which show when it existed
   * @param intervals the intervals of these values
   */
  String group(String pid, List<Values> figures, Intervals intervals) {
    int first = Integer.MAX_VALUE;
    int end = 0;
    for (Values values : figures) {
      int from = 0;
      for (int run = 0; run < values.runs(); run++) {
        if (!Float.isNaN(values.ofRun(run))) {
          first = Math.min(first, from);
          end = Math.max(end, values.end(run));
        }
        from = values.end(run);
      }
    }
    return end == 0 ? NONE : group(pid, intervals.from(first), intervals.to(end - 1));
  }

  private String group(String pid, double from, double to) {
    @Nullable String group = null;
    for (Stay stay : stays.getOrDefault(pid, List.of())) {
      group = stay.from <= to && stay.to >= from ? stay.group : group;
    }
    return group == null ? NONE : RowFigures.cut(group);
  }
}
