package io.github.procfs4j.system;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plain parser of {@link Locks}. A parser for a root names the processes and the files; the
 * names only describe rows, so nothing else depends on them.
 *
 * @param nameOfProcess the name of a process; empty if it is not known
 * @param pathOfFile the path of a file that a process has opened; empty if it is not known
 */
record LocksParser(LongFunction<Optional<String>> nameOfProcess, Paths pathOfFile)
    implements SampledFile.Parser {
  /** Finds the path of a file that a process has opened. */
  interface Paths {
    String path(String file, long pid);
  }

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?s)[ \t]*\\d+: *+(?:->[ \t]*+)?+(?:\\S+[ \t]+){3}-?\\d+[ \t]+\\S+:\\S+[ \t]+(\\d+)[ "
              + "\t]+(\\d+|EOF)(?:[ \t].*)?");

  private static final String LAST_BYTE = Long.toString(Long.MAX_VALUE);

  /**
   * The number of a process: not 0, a process that the reader cannot see, and not -1, no process.
   */
  static final Pattern PID = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * A parser that names the processes and files below the root, and looks up each of them once for
   * each text.
   */
  @Override
  public SampledFile.Parser at(Path root) {
    LockedPaths paths = new LockedPaths(root);
    return (in, out) -> {
      paths.begin();
      Map<Long, Optional<String>> names = new HashMap<>();
      new LocksParser(pid -> names.computeIfAbsent(pid, missing -> nameOf(root, pid)), paths::path)
          .parse(in, out);
    };
  }

  /** The current name of a process; empty if there is no process with this number. */
  static Optional<String> nameOf(Path root, long pid) {
    if (pid <= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(ProcessDirectory.of(root, pid).name());
    } catch (UnreadableException | MalformedTextException e) {
      return Optional.empty();
    }
  }

  @Override
  public void parse(Cursor in, Layout.Builder out) {
    out.table(Locks.LOCK).table(Locks.WAITER);
    // The current lock and the requests on the way to the current line, each of which waits for the
    // previous one. The indentation of a request shows for which of them it waits.
    List<Step> path = new ArrayList<>();
    in.eachLine(line -> parseLine(line, path, out));
  }

  /**
   * A lock or request.
   *
   * @param lock its words
   * @param chain its owner, the owner of what that waits for, and so on to the owner of the lock
   *     that is held
   */
  private record Step(String lock, String chain) {}

  private void parseLine(Cursor line, List<Step> path, Layout.Builder out) {
    Matcher shape = SHAPE.matcher(line.lineAhead());
    if (!shape.matches() || !isOffset(shape.group(1)) || !isOffset(shape.group(2))) {
      path.clear();
      throw malformed(line);
    }
    int number = line.unsigned();
    line.expect(":");
    int depth = 0;
    while (line.isNext(" ")) {
      line.expect(" ");
      depth++;
    }
    if (line.isNext("->")) {
      line.expect("->");
    } else {
      depth = 0;
    }
    List<String> words = new ArrayList<>();
    while (words.size() < Locks.WORDS.size()) {
      words.add(line.word());
    }
    String lock = String.join(" ", words);
    boolean isBehindOther = depth <= path.size();
    while (path.size() > depth) {
      path.removeLast();
    }
    String pid = words.get(Locks.WORDS.indexOf("pid"));
    long process = PID.matcher(pid).matches() ? Long.parseLong(pid) : 0;
    Optional<String> name = process > 0 ? nameOfProcess.apply(process) : Optional.empty();
    String owner = owner(pid, name);
    String chain = path.isEmpty() ? owner : owner + " <- " + path.getLast().chain;
    if (depth > 0) {
      words.add(Integer.toString(depth));
      words.add(path.isEmpty() ? "" : path.getLast().lock);
      words.add(name.orElse(""));
      words.add(chain);
    } else {
      words.add(name.orElse(""));
    }
    words.add(pathOfFile.path(words.get(Locks.WORDS.indexOf("file")), process));
    out.newRow(depth == 0 ? Locks.LOCK : Locks.WAITER, words.toArray(String[]::new))
        .cell(Locks.NUMBER, number);
    if (!line.atLineEnd()) {
      out.newRow(Locks.APPENDED, lock, line.rest());
    }
    if (!isBehindOther) {
      throw malformed(line);
    }
    path.add(new Step(lock, chain));
  }

  private static MalformedTextException malformed(Cursor line) {
    return line.malformed(
        "a lock: its number, kind, mode, access, process, file, first and last byte");
  }

  /** Whether a word is the offset of a byte, up to 2^63 - 1, or {@code EOF}. */
  private static boolean isOffset(String word) {
    return word.length() < LAST_BYTE.length()
        || (word.length() == LAST_BYTE.length() && word.compareTo(LAST_BYTE) <= 0);
  }

  private static String owner(String pid, Optional<String> name) {
    return PID.matcher(pid).matches() ? name.orElse("?") + "(" + pid + ")" : "an open file";
  }
}
