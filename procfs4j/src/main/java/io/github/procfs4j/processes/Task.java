package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.CommandLine;
import io.github.procfs4j.processes.TaskFiles.Part;
import io.github.procfs4j.replay.LearnedLayout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.replay.Scratch;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process or thread that is sampled: its files and their last texts.
 *
 * <p>An open file stays bound to the task for which it was opened: when that has ended, reads fail
 * with ESRCH, even if another task has its number. {@code stat} is opened before the other files
 * and read after them. So if it can be read, the task existed all the time, and everything that was
 * read belongs to it: a row is complete or absent.
 */
final class Task implements AutoCloseable {
  /** The result of {@link #take} if it was successful. */
  static final int READ = 0;

  /** The result of {@link #take} for a malformed text, which has no error number. */
  private static final int MALFORMED = Integer.MIN_VALUE;

  private static final int STAT = 0;
  private static final int NOTHING = -1;
  static final int NO_SLOT = -1;

  final long pid;

  /** The number of the thread; 0 for a process. */
  final long tid;

  private final Directory root;
  private final String path;
  private final TaskFiles kind;
  private final KeptFile[] files;
  private final LearnedText[] texts;
  private final @Nullable Part[] parts;

  /**
   * Contains its texts that have been read but not taken yet, beginning with number {@code first}.
   */
  private @Nullable Batch batch;

  private int first;
  private int begin;
  private int end;

  /** All its last texts together, each preceded by its length. */
  private byte[] known = {};

  private int knownLength = NOTHING;

  /** Where {@code io} is in {@link #known}; without length if it is not there. */
  private int ioAt;

  private int ioLength;

  /** Whether its files must be read again; null if {@code schedstat} is not read. */
  private final @Nullable Probe probe;

  private final Lateness lateness;

  /** Whether the next sample may go without its files, if there is evidence that it can. */
  private boolean mayRest;

  /** Until when. */
  private long due;

  private boolean hasMemory;

  /** Whether the evidence for this sample has been read, and the number of its first text. */
  private boolean isAsked;

  private int evidence;

  /** Whether its files were not read for this sample, because they cannot have changed. */
  private boolean isSkipped;

  /** Whether its {@code schedstat} does not show when it runs. */
  private boolean isUncounted;

  /** {@link #READ}, or the error number because of which its files cannot be read. */
  private int failure;

  /** The total length of the evidence that was read for this sample. */
  private int readBytes;

  /** A bit for each file that could not be read, or that this task does not have. */
  private int isOff;

  /** The reason for each of those files; undefined for others. */
  private final @Nullable Outcome[] refusals;

  /** Whether its files stay open from sample to sample. */
  private boolean isKept;

  private long start;
  private String comm = "";
  private @Nullable String command;

  /** The source of {@link #name}, computed as soon as {@code stat} has been read. */
  private @Nullable CommandLine line;

  private String name = "";
  private int changes;
  private int bytes;
  private int textBytes;
  private boolean isRelearned;
  private boolean isRenamed;
  private boolean isRead;

  /** How often it changed recently, from 0 (never) to {@link #BUSY} (each time). */
  private int activity;

  static final int BUSY = 256;

  /** Of how many samples about the activity is the mean. */
  private static final int RECENT = 8;

  /** Where it rests; null if it does not. */
  private @Nullable Resting restsIn;

  private int seat;

  /** Whether the complete name of a thread is shown, and the version of the names it is from. */
  private boolean isNamed;

  private long namesVersion;

  /** The slot of its row; {@link #came} shows whether it was put there with the last sample. */
  int slot = NO_SLOT;

  boolean came;
  boolean hasEnded;

  /** The threads of a process, if they are sampled. */
  final TaskList threads = new TaskList();

  /**
   * Creates a task below the root of procfs, without reading anything.
   *
   * @param path the path of the root, for messages
   */
  Task(
      Directory root,
      String path,
      long pid,
      long tid,
      TaskFiles kind,
      Scratch scratch,
      Lateness lateness) {
    this.pid = pid;
    this.tid = tid;
    this.root = root;
    this.path = path;
    this.kind = kind;
    this.lateness = lateness;
    boolean isUseful = kind.io() > STAT || lateness.isPossible();
    probe = kind.schedstat() > STAT && isUseful ? new Probe() : null;
    files = new KeptFile[kind.count()];
    texts = new LearnedText[kind.shown()];
    parts = new Part[kind.shown()];
    refusals = new Outcome[kind.count()];
    for (int f = 0; f < files.length; f++) {
      files[f] = root.file(name(kind.name(f)), kind.isPrintedByOneCall(f));
    }
    for (int f = 0; f < texts.length; f++) {
      texts[f] = new LearnedText(scratch);
    }
  }

  /** The number that identifies it among others of its kind. */
  long number() {
    return tid == 0 ? pid : tid;
  }

  /** The name of one of its files below the root. */
  String name(String file) {
    return tid == 0 ? pid + "/" + file : pid + "/task/" + tid + "/" + file;
  }

  /** The number of descriptors needed to keep its files open. */
  int descriptors() {
    return files.length;
  }

  boolean isKept() {
    return isKept;
  }

  /** Keeps its files open from now on, or closes them. */
  void keep(boolean kept) {
    isKept = kept;
    forget(); // until all of them have been read together, nothing binds them to the same task
    if (!kept) {
      close();
      batch = null;
    }
  }

  private void forget() {
    wake();
    mayRest = false;
    if (probe != null) {
      probe.forget();
    }
  }

  /**
   * What shows when its files must be read again, if they were not read for the last sample and
   * nothing else about it changes meanwhile; otherwise null.
   */
  @Nullable Probe probeAtRest() {
    return isSkipped && isRead && isKept && !hasEnded && activity < RECENT ? probe : null;
  }

  /** Its {@code schedstat}; null if that is not read. */
  @Nullable KeptFile runs() {
    return kind.schedstat() > STAT ? files[kind.schedstat()] : null;
  }

  /** Its {@code statm}; null if it has no memory of its own. */
  @Nullable KeptFile memory() {
    return hasMemory && tid == 0 ? files[kind.statm()] : null;
  }

  /** Until when its files need not be read. */
  long due() {
    return due;
  }

  /** Notes that it rests, or no longer rests if {@code in} is null. */
  void rest(@Nullable Resting in, int place) {
    restsIn = in;
    seat = place;
  }

  private void wake() {
    if (restsIn != null) {
      restsIn.wake(seat);
    }
  }

  /**
   * Reads what shows whether its files must be read, if that may show that they need not be. This
   * touches little memory: many tasks are asked one after the other, before any of them is
   * examined.
   */
  void fetchEvidence(Batch into) {
    isAsked = mayRest && lateness.now() - due <= 0;
    if (isAsked) {
      evidence = into.reserve(2);
      readBytes = Math.max(0, into.read(evidence, files[kind.schedstat()]));
      if (hasMemory && isMemoryEvidence()) {
        readBytes += Math.max(0, into.read(evidence + 1, files[kind.statm()]));
      }
    }
  }

  /** Whether {@code statm} is needed to find out whether its memory has changed. */
  private boolean isMemoryEvidence() {
    return tid == 0 && (isShown(kind.statm()) || lateness.mayHaveMoved());
  }

  /**
   * Reads all its files, without interpreting them, unless {@linkplain #fetchEvidence the evidence}
   * shows that they cannot have changed.
   *
   * @param names a buffer for reading its command line, the first time
   */
  void fetch(Batch into, Buffer names) {
    batch = into;
    isSkipped = isAsked && isUnchanged(into);
    isAsked = false;
    if (!isSkipped) {
      fetchAll(into, names);
    }
  }

  private boolean isUnchanged(Batch into) {
    return probe != null
        && probe.hasNotRun(into, evidence, lateness.clock())
        && (!hasMemory || !isMemoryEvidence() || probe.hasSameMemory(into, evidence + 1));
  }

  private void fetchAll(Batch into, Buffer names) {
    first = into.reserve(files.length);
    readBytes = 0;
    failure = Math.min(files[STAT].open(), READ);
    if (failure == READ && command == null) {
      line = CommandLines.read(root, name("cmdline"), names);
      command = CommandLines.label(line);
    }
    // Evidence is read before the files that it concerns, so that it is never newer than these.
    boolean isWorthIt = isWorthTrying();
    boolean areRunsRead = !isShown(kind.schedstat()) && isWorthIt && read(kind.schedstat(), into);
    boolean isMemoryRead =
        !isShown(kind.statm()) && isWorthIt && lateness.mayHaveMoved() && read(kind.statm(), into);
    begin = into.length();
    areRunsRead |= isShown(kind.schedstat()) && read(kind.schedstat(), into);
    isMemoryRead |= isShown(kind.statm()) && read(kind.statm(), into);
    boolean hasNotRun = areRunsRead && hasNotRun(into);
    isUncounted = isWorthIt && (probe == null || !areRunsRead || !probe.isCounted());
    readOthers(into, hasNotRun);
    end = into.length();
    noteAllRead(into, areRunsRead, isMemoryRead);
  }

  /** Reads all but those that show whether these must be read; {@code stat} last. */
  private void readOthers(Batch into, boolean hasNotRun) {
    for (int f = kind.shown() - 1; f > STAT; f--) {
      if (f == kind.io() && hasNotRun && ioLength > 0 && knownLength != NOTHING) {
        into.append(first + f, known, ioAt, ioLength);
      } else if (f != kind.schedstat() && f != kind.statm()) {
        read(f, into);
      }
    }
    if (failure == READ) {
      into.read(first + STAT, files[STAT]);
    } else {
      into.fail(first + STAT, failure);
    }
  }

  /** Reads a file, if there is one; returns whether there is a text. */
  private boolean read(int f, Batch into) {
    if (f <= STAT || failure != READ || (isOff & 1 << f) != 0) {
      return false;
    }
    int length = into.read(first + f, files[f]);
    if (isOutOfDescriptors(length)) {
      failure = length;
    } else if (length < 0 && !isShown(f)) {
      isOff |= 1 << f;
    }
    return length >= 0;
  }

  private boolean isShown(int f) {
    return f < kind.shown();
  }

  /** Whether it cannot have run since {@code io} was read, nor another thread of the process. */
  private boolean hasNotRun(Batch into) {
    return probe != null
        && probe.hasNotRun(into, first + kind.schedstat(), lateness.clock())
        && lateness.isKernel()
        && wasAsleep()
        && isAlone();
  }

  /**
   * Whether it may turn out that its files need not be read: not if it changes often, or has
   * several threads. Looking for evidence would then only add to the cost of reading it.
   */
  private boolean isWorthTrying() {
    return lateness.isAllowed() && isKept && activity < BUSY / 4 && (isAlone() || start == 0);
  }

  /** Whether no other thread of the process changes its numbers. */
  private boolean isAlone() {
    return tid != 0 || threadCount() == 1;
  }

  /**
   * Whether it was waiting for something when its {@code stat} was read last. A process in state D
   * may be waiting for a child that uses its memory, after vfork(2); the memory and the registers
   * of one in state t belong to its tracer.
   */
  private boolean wasAsleep() {
    Part stat = parts[STAT];
    if (stat == null || stat.state() < 0) {
      return false;
    }
    return switch ((int) texts[STAT].value(stat.state())) {
      case 'S', 'I', 'T', 'P', 'Z' -> true;
      default -> false;
    };
  }

  /** Whether it has memory of its own, which kernel threads and zombies do not have. */
  private boolean hasMemory() {
    Part stat = parts[STAT];
    return stat == null || stat.size() < 0 || texts[STAT].value(stat.size()) != 0;
  }

  private void noteAllRead(Batch into, boolean areRunsRead, boolean isMemoryRead) {
    if (probe == null) {
      return;
    }
    if (!areRunsRead) {
      probe.forget();
    }
    if (isMemoryRead && lateness.isAllowed()) {
      probe.keepMemory(into, first + kind.statm());
    } else {
      probe.forgetMemory();
    }
    probe.read(lateness.now());
    due = lateness.due(number());
  }

  /** Notes, after all its files were taken, whether the next sample may go without them. */
  private void noteRest() {
    mayRest =
        probe != null
            && probe.isSettled()
            && lateness.isAllowed()
            && isKept
            && knownLength != NOTHING
            && wasAsleep()
            && isAlone();
    hasMemory = hasMemory();
  }

  private void noteIo(Batch from) {
    int io = kind.io();
    ioLength = 0;
    if (io > STAT && (isOff & 1 << io) == 0) {
      ioAt = from.begin(first + io) - begin;
      ioLength = from.length(first + io);
    }
  }

  /** Whether its files have been read but not taken yet. */
  boolean isFetched() {
    return batch != null;
  }

  /**
   * Interprets the texts that were {@linkplain #fetch fetched}.
   *
   * <p>Executing another program is detected in {@code stat}: by another name, by the flag
   * PF_FORKNOEXEC having been cleared, or by the addresses, which the kernel randomizes with each
   * start ({@code randomize_va_space}) and shows to those who may trace the process. Then the
   * command line is read again. Two changes cannot be detected: a program that executes itself
   * again, if its addresses are not shown to the reader, and a title that a program writes over its
   * arguments.
   *
   * @param names a buffer for reading its command line
   * @param problems receives what had to be left out
   * @return {@link #READ}, or a negative error number if there is no row: -ESRCH or -ENOENT if the
   *     task has ended
   */
  int take(Buffer names, List<Problem> problems) {
    Batch from = Objects.requireNonNull(batch);
    batch = null;
    changes = 0;
    isRelearned = false;
    isRenamed = false;
    // The texts of one that changes most of the time are compared only once, each with its own
    // last text: comparing and keeping all of them together as well would touch twice the memory.
    boolean isBusy = activity >= BUSY / 2;
    int result = isSkipped ? READ : from.length(first + STAT);
    if (result < 0) {
      bytes = 0; // nothing is taken: a change is not lost if it is read again
    } else if (isSkipped) {
      bytes = readBytes;
    } else if (!isBusy && from.isSame(begin, end, known, knownLength)) {
      result = READ;
      bytes = textBytes;
    } else {
      int before = problems.size();
      result = takeAll(from, names, problems);
      if (result == READ
          && !isBusy
          && problems.size() == before) { // otherwise they must be reported each time
        known = from.keep(begin, end, known);
        knownLength = end - begin;
        noteIo(from);
      } else {
        knownLength = NOTHING;
      }
      textBytes = bytes;
    }
    if (result < 0) {
      forget();
    } else if (!isSkipped) {
      noteRest();
    }
    if (!isKept || result < 0) {
      close();
    }
    isRead = result == READ;
    activity += ((changes > 0 ? BUSY : 0) - activity) / RECENT;
    return result;
  }

  private int takeAll(Batch from, Buffer names, List<Problem> problems) {
    bytes = 0;
    for (int f = kind.shown() - 1; f > STAT; f--) {
      int taken = (isOff & 1 << f) == 0 ? take(f, from, problems) : READ;
      if (taken < 0) {
        isOff |= 1 << f;
        refusals[f] = refusal(taken);
        isRelearned |= parts[f] != null;
        parts[f] = null;
        texts[f].forget();
      }
    }
    int changesOfOthers = changes;
    int result = take(STAT, from, problems);
    Part stat = parts[STAT];
    if (result < 0 || stat == null || (changes == changesOfOthers && !isRelearned)) {
      return result;
    }
    if (stat.start() < 0) {
      return MALFORMED; // tasks with the same number cannot be distinguished
    }
    long before = start;
    start = texts[STAT].value(stat.start());
    if (before != 0 && before != start) {
      return -Errno.ESRCH; // the number belongs to another task now
    }
    return (before == 0 ? isMisnamed(names) : showsExec(stat)) ? readNames(names) : READ;
  }

  /**
   * Whether its first command line is no longer that of its program. It was read before {@code
   * stat}, in which executing another program in between does not show.
   */
  private boolean isMisnamed(Buffer names) {
    String now = CommandLines.label(CommandLines.read(root, name("cmdline"), names));
    return !now.isEmpty() && !now.equals(command);
  }

  /**
   * The reason why there is no text, from the result of {@link #take}: for a task that exists,
   * ESRCH means that it has no memory.
   */
  static Outcome refusal(int result) {
    Outcome outcome = result == MALFORMED ? Outcome.MALFORMED : Outcome.of(-result);
    return outcome == Outcome.GONE ? Outcome.NO_MEMORY : outcome;
  }

  static boolean isOutOfDescriptors(int result) {
    return result == -Errno.EMFILE || result == -Errno.ENFILE;
  }

  private boolean showsExec(Part stat) {
    LearnedText text = texts[STAT];
    for (int i = 0; i < text.changes(); i++) {
      if (stat.showsExec().get(text.changed(i))) {
        return true;
      }
    }
    return isRenamed;
  }

  /**
   * Reads its command line again, and enables files again that could not be read. If {@code stat}
   * can still be read after that, the command line belongs to this task.
   */
  private int readNames(Buffer names) {
    isOff = 0;
    CommandLine now = CommandLines.read(root, name("cmdline"), names);
    int still = files[STAT].read(names);
    String label = CommandLines.label(now);
    if (!label.isEmpty()) { // a task that is ending has no memory: it keeps its name
      isRenamed |= !label.equals(command) || !now.name(comm).equals(name);
      command = label;
      line = now;
    }
    return Math.min(still, READ);
  }

  private int take(int f, Batch from, List<Problem> problems) {
    int length = from.length(first + f);
    if (length < 0) {
      return length;
    }
    int begin = from.begin(first + f);
    LearnedText text = texts[f];
    if (!text.replay(from.texts(), begin, length)) {
      try {
        learn(f, from.texts().slice(begin, length));
      } catch (MalformedTextException e) {
        problems.add(e.problem());
        return MALFORMED;
      }
    }
    if (!text.problems().isEmpty()) {
      problems.addAll(text.problems());
    }
    changes += text.changes();
    bytes += length;
    return READ;
  }

  private void learn(int f, ByteBuffer now) {
    int length = now.limit();
    Layout layout =
        LearnedLayout.of(
            texts[f],
            path + "/" + name(kind.name(f)),
            now,
            length,
            kind.file(f).parser()::parse,
            () -> files[f].isOfSize(length));
    parts[f] = kind.part(f, layout);
    isRelearned = true;
    if (f == STAT) {
      Row learned = layout.tables().getFirst().rows().getFirst();
      isRenamed = !comm.isEmpty() && !comm.equals(learned.label("comm"));
      comm = learned.label("comm");
    }
  }

  /** Looks up the complete name of a thread, if it may have changed; returns whether it has. */
  boolean lookUp(ThreadNames names, long version) {
    if (isNamed && namesVersion == version && !isRenamed) {
      return false;
    }
    namesVersion = version;
    String now = CommandLines.shortened(names.name(pid, tid, start, comm).orElse(comm));
    boolean isOther = !isNamed || !now.equals(name);
    isNamed = true;
    name = now;
    return isOther;
  }

  /**
   * The row that it should have in a table now.
   *
   * @param hasArguments whether that contains the arguments of processes
   */
  Row rowNow(boolean hasArguments) {
    String from = Long.toString(start);
    if (tid != 0 && isNamed) {
      return ProcessTable.NAMED_THREAD.row(
          Long.toString(pid), Long.toString(tid), from, comm, name);
    }
    if (tid != 0) {
      return ProcessTable.THREAD.row(Long.toString(pid), Long.toString(tid), from, comm);
    }
    if (command == null || command.isEmpty()) {
      String shown = "[" + comm + "]";
      return ProcessTable.PROCESS.row(Long.toString(pid), from, comm, shown, shown);
    }
    if (!hasArguments) {
      return ProcessTable.PROCESS.row(Long.toString(pid), from, comm, comm, comm);
    }
    if (line != null) {
      name = line.name(comm);
      line = null; // it may be long
    }
    return ProcessTable.PROCESS.row(Long.toString(pid), from, comm, command, name);
  }

  List<Column> columns() {
    return kind.columns(parts);
  }

  /** Whether a text was learned again, so that its changes are not known. */
  boolean isRelearned() {
    return isRelearned;
  }

  /** Whether its labels may differ from those in the previous sample. */
  boolean isRenamed() {
    return isRenamed;
  }

  /** Whether it could be read for the last sample. */
  boolean isRead() {
    return isRead;
  }

  boolean isChanged() {
    return changes > 0;
  }

  /** Whether its files were not read for this sample, because they cannot have changed. */
  boolean isSkipped() {
    return isSkipped;
  }

  /** Whether its files were read because its {@code schedstat} does not show when it runs. */
  boolean isUncounted() {
    return isUncounted;
  }

  /** The total length of the texts that were read for the last sample. */
  int bytes() {
    return bytes;
  }

  int activity() {
    return activity;
  }

  /** Whether all requested files could be read. */
  boolean hasAll() {
    return isOff == 0;
  }

  /** Why it lacks a file; null if it does not. */
  @Nullable Outcome refusalOf(int f) {
    return (isOff & 1 << f) != 0 ? refusals[f] : null;
  }

  /** The number of threads that {@code stat} shows. */
  long threadCount() {
    Part stat = parts[STAT];
    return stat == null || stat.threads() < 0 ? 0 : texts[STAT].value(stat.threads());
  }

  /** The number in one of its cells; 0 after the last one. */
  long value(int cell) {
    int at = cell;
    for (int f = 0; f < parts.length; f++) {
      Part part = parts[f];
      if (part != null) {
        if (at < part.cells()) {
          return texts[f].value(at);
        }
        at -= part.cells();
      }
    }
    return 0;
  }

  /** Adds the changes of its cells, the first of which has this number. */
  void addChanges(int first, Changes to) {
    int base = first;
    for (int f = 0; f < parts.length; f++) {
      Part part = parts[f];
      if (part != null) {
        LearnedText text = texts[f];
        if (came) {
          for (int i = 0; i < part.cells(); i++) {
            to.add(base + i, text.value(i));
          }
        } else {
          for (int i = 0; i < text.changes(); i++) {
            to.add(base + text.changed(i), text.delta(i));
          }
        }
        base += part.cells();
      }
    }
  }

  @Override
  public void close() {
    for (KeptFile file : files) {
      file.close();
    }
  }
}
