package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.KeptFile;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A thread whose waits are sampled: its files, and what they contained last.
 *
 * <p>An open file stays bound to the thread for which it was opened. If files are opened for each
 * sample, the number may have been given to another thread meanwhile; its {@code schedstat} then
 * differs, so {@code stat} is read, in which the start time shows it.
 */
final class WaitingThread {
  /** The files that are kept open: schedstat, syscall, wchan, stat and stack. */
  static final int DESCRIPTORS = 5;

  static final int NO_SLOT = -1;

  final long pid;
  final long tid;
  final KeptFile runs;
  final KeptFile call;
  final KeptFile channel;
  final KeptFile stat;
  final KeptFile stack;

  /** The slots of its row, and of the wait in which it was found last. */
  int slot = NO_SLOT;

  int waitSlot = NO_SLOT;

  /** The slots of its waits by what distinguishes them. */
  final Map<String, Integer> waits = new HashMap<>();

  /** Start time and name, as words of {@code stat}. */
  String start = "";

  String comm = "";

  /** Its complete name; {@link #comm} if that is not known. */
  String name = "";

  /** The names in its rows. */
  String shownComm = "";

  String shownName = "";

  /** The version of the names in which it was looked up. */
  long namesVersion = -1;

  String processName;

  String shownProcess = "";

  /** The texts of {@code schedstat} and {@code syscall} of the last sample. */
  private byte[] lastRuns = {};

  private byte[] lastCall = {};
  private int runsLength;
  private int callLength;

  /** Whether the kernel counts how long it runs. */
  boolean isCounted;

  /** The run time and run delay in {@code schedstat} in the first sample, and its time. */
  long firstRunning;

  long firstDelay;
  long firstNanos;

  final ReadyTime ready = new ReadyTime();

  /** The time of the last sample in which it was found. */
  long lastNanos;

  /** Whether it was found running or ready to run in the last sample. */
  boolean isReady;

  boolean isKept;
  boolean isCallHidden;
  boolean isStackHidden;
  boolean isFunctionHidden;
  boolean hasEnded;

  WaitingThread(Directory root, long pid, long tid, String processName) {
    this.processName = processName;
    this.pid = pid;
    this.tid = tid;
    runs = root.file(path("schedstat"), true);
    call = root.file(path("syscall"), true);
    channel = root.file(path("wchan"), true);
    stat = root.file(path("stat"), true);
    stack = root.file(path("stack"), true);
  }

  /** The name of one of its files below the root. */
  String path(String file) {
    return pid + "/task/" + tid + "/" + file;
  }

  /** Keeps the texts of this sample. */
  void keep(Buffer runsNow, Buffer callNow) {
    lastRuns = kept(runsNow, lastRuns);
    runsLength = runsNow.length();
    lastCall = kept(callNow, lastCall);
    callLength = callNow.length();
  }

  private static byte[] kept(Buffer text, byte[] in) {
    byte[] kept = in.length < text.length() ? new byte[text.length() + 16] : in;
    text.bytes().get(0, kept, 0, text.length());
    return kept;
  }

  /**
   * Whether it has not run since the last sample, so that it is still in the same wait: the kernel
   * counts in {@code schedstat} each time that a thread gets a CPU, unless it prints only zeros.
   */
  boolean isUnchanged(Buffer runsNow, Buffer callNow) {
    return runsLength > 0
        && lastRuns[0] != '0'
        && isEqual(runsNow, lastRuns, runsLength)
        && isEqual(callNow, lastCall, callLength);
  }

  private static boolean isEqual(Buffer text, byte[] last, int length) {
    boolean isEqual = text.length() == length;
    ByteBuffer bytes = text.bytes();
    for (int i = 0; isEqual && i < length; i++) {
      isEqual = bytes.get(i) == last[i];
    }
    return isEqual;
  }

  void close() {
    runs.close();
    call.close();
    channel.close();
    stat.close();
    stack.close();
  }
}
