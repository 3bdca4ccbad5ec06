package io.github.procfs4j.cli.waits;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.WaitTable.OfThread;
import io.github.procfs4j.processes.WaitTable.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result as stacks, each with the time that threads spent in it, in microseconds: the same
 * times of which tables and JSON show shares.
 */
final class FoldedStacks {
  private static final double NANOS_PER_MICRO = 1_000;

  private FoldedStacks() {}

  /** The lines of folded stacks, without their numbers. */
  static Map<String, Long> of(WaitResult result) {
    Map<String, Long> lines = new TreeMap<>();
    frames(result).forEach((frames, micros) -> lines.merge(line(frames), micros, Long::sum));
    return lines;
  }

  private static String line(List<String> frames) {
    return String.join(
        ";", frames.stream().map(frame -> Printable.line(frame).replace(";", "\\x3b")).toList());
  }

  /** The frames of each stack, the outermost one first. */
  static Map<List<String>, Long> frames(WaitResult result) {
    Map<List<String>, Double> stacks = new TreeMap<>(FoldedStacks::compare);
    for (OfThread thread : result.threads()) {
      ThreadTimes times = ThreadTimes.of(thread);
      List<String> outer = List.of(WaitResult.process(thread), result.name(thread));
      if (times.isCounted()) {
        add(stacks, outer, List.of("running"), times.running());
        add(stacks, outer, List.of("runnable"), times.runnable());
      } else {
        add(stacks, outer, List.of("running or runnable"), times.running());
      }
      for (Wait wait : thread.waits()) {
        if (!wait.isRunning()) {
          add(stacks, outer, frames(wait), times.of(wait));
        }
      }
    }
    Map<List<String>, Long> rounded = new TreeMap<>(FoldedStacks::compare);
    stacks.forEach(
        (frames, nanos) -> {
          long micros = Math.round(nanos / NANOS_PER_MICRO);
          if (micros > 0) {
            rounded.put(frames, micros);
          }
        });
    return rounded;
  }

  private static void add(
      Map<List<String>, Double> stacks, List<String> outer, List<String> inner, double nanos) {
    List<String> frames = new ArrayList<>(outer);
    frames.addAll(inner);
    stacks.merge(frames, nanos, Double::sum);
  }

  private static List<String> frames(Wait wait) {
    List<String> frames = new ArrayList<>();
    frames.add(state(wait.state()));
    frames.add(wait.call().isEmpty() ? "(no system call known)" : wait.call());
    if (wait.stack().isEmpty()) {
      frames.add(wait.function().isEmpty() ? "(function not known)" : wait.function());
    } else {
      frames.addAll(wait.stack().reversed());
    }
    if (!wait.on().isEmpty()) {
      frames.add(wait.on());
    }
    return frames;
  }

  /** What a state means, as in proc_pid_stat(5); its letter comes first, as boxes are narrow. */
  private static String state(String letter) {
    return switch (letter) {
      case "S" -> "S interruptible wait";
      case "D" -> "D uninterruptible wait";
      case "T" -> "T stopped";
      case "t" -> "t stopped for tracing";
      case "Z" -> "Z ended";
      case "I" -> "I idle";
      default -> letter + " wait";
    };
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }
}
