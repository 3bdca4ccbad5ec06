package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.process.KernelStack;
import io.github.procfs4j.process.SystemCall;
import io.github.procfs4j.process.SystemCallTable;
import io.github.procfs4j.process.WaitChannel;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import io.github.procfs4j.text.Words;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out in which wait a thread is.
 *
 * <p>{@code schedstat} is read first and last: if it has not changed, the thread has not run in
 * between, so everything else is of one and the same wait. If it and {@code syscall} are as in the
 * previous sample, the wait is that of the previous sample, and nothing else is read.
 */
final class WaitReader {
  /** The thread is in the same wait as in the previous sample. */
  static final int SAME = 0;

  /** The thread runs or may be in another wait, which the fields of this object describe. */
  static final int OTHER = 1;

  /** The state of a thread that runs or is ready to run. */
  static final String RUNS = "R";

  /** The state of a thread that has ended and has not been waited for: it is in no function. */
  private static final String ENDED = "Z";

  /** How often the files of a thread that runs meanwhile are read again. */
  private static final int ATTEMPTS = 3;

  private static final int MOST_PROBLEMS = 100;
  private static final int CAPACITY = 4 << 10;

  /** The start time is the 20th word after the name; the state is the first one. */
  static final int START = 19;

  private final Path root;
  private final boolean hasStacks;
  private final DescriptorNames descriptors;
  private final Optional<SystemCallTable> calls = SystemCallTable.ofThisMachine();
  private final Buffer runs = new Buffer(CAPACITY);
  private final Buffer call = new Buffer(CAPACITY);
  private final Buffer text = new Buffer(CAPACITY);
  private final List<Problem> problems = new ArrayList<>();
  private int bytes;
  private long unsteady;

  /** What was found of the last thread. */
  String state = "";

  String name = "";
  String function = "";
  String on = "";
  String stack = "";

  WaitReader(Path root, boolean hasStacks) {
    this.root = root;
    this.hasStacks = hasStacks;
    descriptors = new DescriptorNames(root);
  }

  /** Begins a sample. */
  void begin() {
    bytes = 0;
    problems.clear();
  }

  /** The total length of the texts of this sample. */
  int bytes() {
    return bytes;
  }

  /** What was malformed in this sample. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** How often it was not certain that the files were of the same wait. */
  long unsteady() {
    return unsteady;
  }

  /** Reads a thread; returns {@link #SAME}, {@link #OTHER} or a negative error number. */
  int read(WaitingThread thread) {
    int result = readRuns(thread);
    result = result < 0 ? result : readCall(thread);
    if (result < 0) {
      return result;
    }
    if (!thread.isCallHidden && thread.isUnchanged(runs, call)) {
      return SAME;
    }
    result = look(thread);
    if (result >= 0) {
      thread.keep(runs, call);
    }
    return result;
  }

  private int readRuns(WaitingThread thread) {
    int length = thread.runs.read(runs);
    if (length == -Errno.ENOENT && thread.stat.read(text) >= 0) {
      runs.length(0); // a kernel without CONFIG_SCHED_INFO
      return 0;
    }
    bytes += Math.max(0, length);
    return length;
  }

  private int readCall(WaitingThread thread) {
    if (thread.isCallHidden) {
      return 0;
    }
    int length = thread.call.read(call);
    if (isHidden(thread, length)) {
      thread.isCallHidden = true;
      call.length(0);
      return 0;
    }
    bytes += Math.max(0, length);
    return length;
  }

  /** Whether a file cannot be read although the thread exists. */
  private boolean isHidden(WaitingThread thread, int result) {
    return result == -Errno.EPERM
        || result == -Errno.EACCES
        || (result == -Errno.ENOENT && thread.stat.read(text) >= 0);
  }

  private int look(WaitingThread thread) {
    thread.isFunctionHidden = false;
    for (int attempt = 1; ; attempt++) {
      SystemCall now =
          thread.isCallHidden ? null : parse(thread, "syscall", call.copy(), SystemCall::parse);
      int result = readStat(thread);
      if (result < 0) {
        return result;
      }
      state = now != null && now.isRunning() ? RUNS : Character.toString((char) result);
      name = now == null ? "" : name(now);
      function = "";
      on = "";
      stack = "";
      if (state.equals(RUNS)) {
        name = "";
        return OTHER;
      }
      result = readFunctions(thread);
      if (result < 0) {
        return result;
      }
      on =
          now != null && SystemCallTable.takesDescriptor(name)
              ? descriptors.name(thread.pid, thread.tid, now.arguments().getFirst())
              : "";
      if (function.isEmpty() && readStat(thread) == 'R') { // it was woken up meanwhile
        state = RUNS;
        name = "";
        on = "";
        stack = "";
        return OTHER;
      }
      if (isSteady(thread)) {
        thread.isFunctionHidden = function.isEmpty() && !state.equals(ENDED);
        return OTHER;
      }
      if (attempt == ATTEMPTS) {
        unsteady++;
        function = "";
        stack = "";
        return OTHER;
      }
      result = readCall(thread);
      if (result < 0) {
        return result;
      }
    }
  }

  private int readFunctions(WaitingThread thread) {
    int length = thread.channel.read(text);
    if (length >= 0) {
      bytes += length;
      WaitChannel channel = parse(thread, "wchan", text.copy(), WaitChannel::parse);
      function = channel == null ? "" : channel.function().orElse("");
    } else if (!isHidden(thread, length)) {
      return length;
    }
    if (!hasStacks || thread.isStackHidden) {
      return 0;
    }
    length = thread.stack.read(text);
    if (isHidden(thread, length)) {
      thread.isStackHidden = true;
      return 0;
    }
    if (length >= 0) {
      bytes += length;
      KernelStack all = parse(thread, "stack", text.copy(), KernelStack::parse);
      stack = all == null ? "" : String.join(WaitTable.BETWEEN, all.functions());
    }
    return Math.min(length, 0);
  }

  /**
   * Whether the thread has not run since {@code schedstat} was read, which otherwise is now as it
   * is at this moment. If the kernel does not count runs, {@code syscall} must be the same.
   */
  private boolean isSteady(WaitingThread thread) {
    boolean areCounted = areRunsCounted();
    Buffer first = areCounted ? runs : call;
    int length = (areCounted ? thread.runs : thread.call).read(text);
    boolean isEqual = length == first.length();
    ByteBuffer now = text.bytes();
    for (int i = 0; isEqual && i < length; i++) {
      isEqual = now.get(i) == first.bytes().get(i);
    }
    if (!isEqual && areCounted && length > 0) {
      runs.length(0);
      runs.skip(length);
      runs.bytes().put(0, now, 0, length);
    }
    return isEqual;
  }

  /** Whether there are counts of the first thread of this program, which has run. */
  boolean countsRuns(Directory directory) {
    runs.length(0);
    return directory.read("self/schedstat", runs) > 0 && areRunsCounted();
  }

  /** Whether the last {@code schedstat} has counts: the kernel prints zeros if it has none. */
  boolean areRunsCounted() {
    return runs.length() > 0 && runs.bytes().get(0) != '0';
  }

  /** The time that the thread has run, in nanoseconds, in the last {@code schedstat}. */
  long running() {
    return number(0);
  }

  /** The time that the thread has waited for a CPU, in nanoseconds, there. */
  long runDelay() {
    return number(1);
  }

  /** How often the thread has got a CPU. */
  long slices() {
    return number(2);
  }

  private long number(int word) {
    long number = 0;
    int at = 0;
    for (int i = 0; i < runs.length(); i++) {
      byte b = runs.bytes().get(i);
      if (b >= '0' && b <= '9') {
        number = at == word ? number * 10 + b - '0' : number;
      } else {
        at++;
      }
    }
    return number;
  }

  /** Reads {@code stat}; returns the letter of the state, or a negative error number. */
  private int readStat(WaitingThread thread) {
    int length = thread.stat.read(text);
    if (length < 0) {
      return length;
    }
    bytes += length;
    byte[] stat = text.copy();
    int close = length - 1;
    while (close > 0 && stat[close] != ')') { // the name may contain anything, the rest does not
      close--;
    }
    int open = 0;
    while (open < close && stat[open] != '(') {
      open++;
    }
    String[] fields = Words.of(stat, Math.min(close + 1, length), length).strip().split(" ", -1);
    if (open == close || fields.length <= START || fields[0].length() != 1) {
      note(
          MalformedTextException.at(
              path(thread, "stat"), stat, 0, "a number, a name in parentheses, a letter, numbers"));
      return -Errno.EIO;
    }
    if (!thread.start.isEmpty() && !thread.start.equals(fields[START])) {
      return -Errno.ESRCH; // the number belongs to another thread now
    }
    thread.start = fields[START];
    thread.comm = Words.of(stat, open + 1, close);
    return fields[0].charAt(0);
  }

  /** The name of a system call, or its number if the machine's table does not have it. */
  private String name(SystemCall of) {
    if (of.number().isEmpty()) {
      return "";
    }
    long number = of.number().getAsLong();
    return of.mayBe32Bit()
        ? number + " (32-bit)"
        : calls.flatMap(table -> table.name(number)).orElse(Long.toString(number));
  }

  private <T> @Nullable T parse(
      WaitingThread thread, String file, byte[] bytesOf, BiFunction<String, byte[], T> parser) {
    try {
      return parser.apply(path(thread, file), bytesOf);
    } catch (MalformedTextException e) {
      note(e);
      return null;
    }
  }

  private void note(MalformedTextException e) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(e.problem());
    }
  }

  private String path(WaitingThread thread, String file) {
    return root + "/" + thread.path(file);
  }
}
