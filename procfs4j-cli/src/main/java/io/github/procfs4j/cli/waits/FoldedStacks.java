package io.github.procfs4j.cli.waits;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.WaitTable.OfThread;
import io.github.procfs4j.processes.WaitTable.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The result as stacks, each with the number of samples in which it was found. */
final class FoldedStacks {
  private FoldedStacks() {}

  /** The lines of folded stacks, without their numbers. */
  static Map<String, Long> of(WaitResult result) {
    Map<String, Long> lines = new TreeMap<>();
    frames(result).forEach((frames, samples) -> lines.merge(line(frames), samples, Long::sum));
    return lines;
  }

  private static String line(List<String> frames) {
    return String.join(
        ";", frames.stream().map(frame -> Printable.line(frame).replace(";", "\\x3b")).toList());
  }

  /** The frames of each stack, the outermost one first. */
  static Map<List<String>, Long> frames(WaitResult result) {
    Map<List<String>, Long> stacks = new TreeMap<>(FoldedStacks::compare);
    for (OfThread thread : result.threads()) {
      for (Wait wait : thread.waits()) {
        stacks.merge(frames(result, thread, wait), wait.samples(), Long::sum);
      }
    }
    return stacks;
  }

  private static List<String> frames(WaitResult result, OfThread thread, Wait wait) {
    List<String> frames = new ArrayList<>();
    frames.add(WaitResult.process(thread));
    frames.add(result.name(thread));
    if (wait.isRunning()) {
      frames.add("running or runnable");
      return frames;
    }
    frames.add("state " + wait.state());
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
