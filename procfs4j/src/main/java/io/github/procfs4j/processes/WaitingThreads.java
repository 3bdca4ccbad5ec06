package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.io.Listing;
import io.github.procfs4j.replay.Scratch;
import io.github.procfs4j.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The threads whose waits are sampled, and how new ones are found. */
final class WaitingThreads implements AutoCloseable {
  private final Directory root;
  private final Descriptors descriptors;
  private final Optional<Pattern> like;

  /** The complete names of threads; null if there are none. */
  private final @Nullable ThreadNames names;

  private final Finder finder;
  private final Buffer buffer = new Buffer(4 << 10);
  private final Listing listing = new Listing();
  private final TaskList tasks = new TaskList();
  private final TaskFiles noFiles = new TaskFiles(List.of(), List.of());
  private final Scratch scratch = new Scratch();
  private final Lateness lateness;
  private final SearchPace pace = new SearchPace();
  private final String path;

  /** The processes by number. */
  private final Map<Long, Watched> processes = new TreeMap<>();

  private final List<WaitingThread> all = new ArrayList<>();
  private boolean isFirst = true;
  private long lookAgain;

  /** A process whose threads are sampled. */
  private static final class Watched {
    final long pid;
    final Task task;

    /** Bound to the process as long as it is open. */
    final KeptFile stat;

    final boolean isKept;

    /** The kernel's name, which changes when the process executes another program. */
    @Nullable String comm;

    String name = "";
    final Map<Long, WaitingThread> threads = new HashMap<>();

    Watched(long pid, Task task, KeptFile stat, boolean isKept) {
      this.pid = pid;
      this.task = task;
      this.stat = stat;
      this.isKept = isKept;
    }
  }

  WaitingThreads(Directory root, Waits which, Descriptors descriptors) {
    this.root = root;
    this.descriptors = descriptors;
    like = which.threadsLike();
    names = which.names();
    path = which.root().toString();
    finder = new Finder(root, which.filter(), buffer);
    lateness = new Lateness(root, Lateness.NONE);
  }

  /**
   * Looks for new processes and threads, if it is time to; returns 0 or a negative error number.
   */
  int find() {
    long begin = System.nanoTime();
    if (!isFirst && begin - lookAgain < 0) {
      return 0;
    }
    int result = finder.find(tasks);
    if (result < 0) {
      return result;
    }
    isFirst = false;
    for (int i = 0; i < tasks.count(); i++) {
      if (tasks.get(i).hasEnded) {
        end(tasks.get(i).pid);
      }
    }
    finder.found().forEach(this::add);
    for (Watched process : List.copyOf(processes.values())) {
      findThreads(process);
    }
    tasks.dropEnded();
    lookAgain = pace.next(begin, System.nanoTime());
    return 0;
  }

  /** The threads to be read. */
  List<WaitingThread> all() {
    return all;
  }

  int processes() {
    return processes.size();
  }

  private void add(long pid) {
    boolean isKept = descriptors.take(1);
    KeptFile stat = root.file(pid + "/stat", true);
    if (stat.read(buffer) < 0) {
      stat.close();
      descriptors.giveBack(isKept ? 1 : 0);
      return;
    }
    if (!isKept) {
      stat.close();
    }
    Task task = new Task(root, path, pid, 0, noFiles, scratch, lateness);
    tasks.add(List.of(task));
    processes.put(pid, new Watched(pid, task, stat, isKept));
  }

  /** Names a process again if it has executed another program, as a new one mostly does soon. */
  private void rename(Watched process, String comm) {
    if (!comm.equals(process.comm)) {
      process.comm = comm;
      process.name = CommandLines.read(root, process.pid + "/cmdline", buffer).name(comm);
      process.threads.values().forEach(thread -> thread.processName = process.name);
    }
  }

  /** The name in the {@code stat} in the buffer: what is in the outermost parentheses. */
  private String commOfStat(int length) {
    byte[] stat = buffer.copy(0, length);
    int close = length - 1;
    while (close > 0 && stat[close] != ')') {
      close--;
    }
    int open = 0;
    while (open < close && stat[open] != '(') {
      open++;
    }
    return open < close ? Words.of(stat, open + 1, close) : "";
  }

  private String comm(String file) {
    int length = root.read(file, buffer);
    return length > 0 ? Words.of(buffer.copy(0, length - 1), 0, length - 1) : "";
  }

  private void findThreads(Watched process) {
    int result = process.stat.read(buffer);
    if (!process.isKept) {
      process.stat.close();
    }
    if (result == -Errno.ESRCH || result == -Errno.ENOENT) {
      end(process.pid);
      if (finder.isSuccessor(process.pid)) {
        add(process.pid);
      }
      return;
    }
    if (result > 0) {
      rename(process, commOfStat(result));
    }
    try (Directory task = root.directory(process.pid + "/task")) {
      if (task.list(listing) < 0) {
        return; // it has ended meanwhile, as its next reading will show
      }
    }
    for (int i = 0; i < listing.count(); i++) {
      long tid = listing.number(i);
      if (!process.threads.containsKey(tid) && isLike(process.pid, tid)) {
        WaitingThread thread = new WaitingThread(root, process.pid, tid, process.name);
        thread.isKept = descriptors.take(WaitingThread.DESCRIPTORS);
        process.threads.put(tid, thread);
        all.add(thread);
      }
    }
  }

  private boolean isLike(long pid, long tid) {
    if (like.isEmpty()) {
      return true;
    }
    String comm = comm(pid + "/task/" + tid + "/comm");
    return like.get().matcher(comm).find()
        || (names != null
            && names
                .name(pid, tid, start(pid, tid), comm)
                .filter(name -> like.get().matcher(name).find())
                .isPresent());
  }

  /** When a thread started; 0, when no thread did, if that cannot be read. */
  private long start(long pid, long tid) {
    int length = root.read(pid + "/task/" + tid + "/stat", buffer);
    String stat = length > 0 ? Words.of(buffer.copy(0, length), 0, length) : "";
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    boolean hasStart =
        fields.length > WaitReader.START
            && WaitSampler.NUMBER.matcher(fields[WaitReader.START]).matches();
    return hasStart ? Long.parseLong(fields[WaitReader.START]) : 0;
  }

  private void end(long pid) {
    Watched process = processes.remove(pid);
    if (process != null) {
      process.task.hasEnded = true;
      process.stat.close();
      descriptors.giveBack(process.isKept ? 1 : 0);
      process.threads.values().forEach(thread -> thread.hasEnded = true);
      dropEnded();
    }
  }

  /** Drops the threads that have ended. */
  void dropEnded() {
    for (int i = all.size() - 1; i >= 0; i--) {
      WaitingThread thread = all.get(i);
      if (thread.hasEnded) {
        all.set(i, all.getLast());
        all.removeLast();
        drop(thread);
        Watched process = processes.get(thread.pid);
        if (process != null) {
          process.threads.remove(thread.tid, thread);
        }
      }
    }
  }

  private void drop(WaitingThread thread) {
    thread.close();
    descriptors.giveBack(thread.isKept ? WaitingThread.DESCRIPTORS : 0);
    thread.isKept = false;
  }

  @Override
  public void close() {
    all.forEach(this::drop);
    all.clear();
    for (Watched process : processes.values()) {
      process.stat.close();
      descriptors.giveBack(process.isKept ? 1 : 0);
    }
    processes.clear();
    finder.close();
    lateness.close();
  }
}
