package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.Listing;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.slots.Slots;
import io.github.procfs4j.replay.Scratch;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples the process table.
 *
 * <p>Each row has its own slot of cells ({@link Slots}), which it keeps as long as its task exists.
 * A task that has not changed costs only its reads and a comparison; when tasks come or go, nothing
 * is done for the others.
 */
final class ProcessSampler extends Sampler<ProcessTable> {
  /** The capacity for texts that are read occasionally; it grows if a text is longer. */
  private static final int FIRST_CAPACITY = 8 << 10;

  private static final int MOST_PROBLEMS = 100;

  /**
   * The number of tasks that are closed at once to make room for another one when descriptors have
   * run out.
   */
  private static final int ROOM = 8;

  /** How much busier than a kept task another one must have been to take its place. */
  private static final int BUSIER = Task.BUSY / 4;

  private static final @Nullable Task[] NO_TASKS = {};

  private final boolean hasThreads;
  private final Descriptors descriptors;
  private final Directory directory;
  private final Buffer buffer = new Buffer(FIRST_CAPACITY);
  private final Batch batch = new Batch();
  private final Batch batchOfThreads = new Batch();
  private final Batch alone = new Batch();
  private final Scratch scratch = new Scratch();
  private final Finder finder;
  private final Census census;
  private final TaskFiles filesOfProcesses;
  private final TaskFiles filesOfThreads;
  private final ProcessTable view;

  private final TaskList processes = new TaskList();
  private final Listing threads = new Listing();
  private final List<Task> came = new ArrayList<>();
  private final List<Task> cameThreads = new ArrayList<>();
  private final LongConsumer foundThread = this::foundThread;

  /** The process whose threads are sampled. */
  private @Nullable Task owner;

  /** Null before the first sample, and when rows became too wide: then all are put in again. */
  private @Nullable Slots slots;

  private @Nullable Task[] taskOfSlot = NO_TASKS;
  private int stride;
  private final Changes changes = new Changes();

  /** The slots whose cells changed; the others are not examined. */
  private final BitSet changedSlots = new BitSet();

  private boolean hasProcessEnded;
  private final List<MalformedTextException> problems = new ArrayList<>();
  private int bytes;
  private int errno;

  ProcessSampler(Processes which, Path root, @Nullable History history, Descriptors descriptors) {
    super(which.source(), root, root.toString(), history);
    this.descriptors = descriptors;
    hasThreads = which.hasThreads();
    directory = Directory.at(root);
    finder = new Finder(directory, which.filter(), buffer);
    filesOfProcesses = which.filesOfProcesses();
    census = new Census(directory, filesOfProcesses, hasThreads);
    filesOfThreads = which.filesOfThreads();
    view = new ProcessTable(this);
  }

  @Override
  protected Interval intervals(Playback samples, double pageSize, double ticksPerSecond) {
    return ProcessFigures.intervals(samples, pageSize, ticksPerSecond);
  }

  @Override
  protected Outcome take() {
    long start = System.nanoTime();
    bytes = 0;
    problems.clear();
    census.begin(buffer);
    errno = -finder.find(processes);
    if (errno != 0) {
      readBetween(start, System.nanoTime());
      return failed();
    }
    findProcesses();
    int fetched = 0;
    for (int i = 0; i < processes.count(); i++) {
      if (i == fetched) {
        fetched = fetch(processes, i, batch);
      }
      sampleProcess(processes.get(i));
    }
    readBetween(start, System.nanoTime());
    if (hasProcessEnded) {
      processes.dropEnded();
      hasProcessEnded = false;
    }
    processes.add(came); // those that have been given the numbers of ended ones
    came.clear();
    census.end();
    if (census.readByOpening() > 0) {
      keepTheBusiest();
    }
    lookOver();
    return Outcome.SAMPLED;
  }

  private Outcome failed() {
    for (int i = 0; i < processes.count(); i++) {
      end(processes.get(i));
    }
    processes.dropEnded();
    slots = null;
    keepGap();
    return Outcome.of(errno);
  }

  private void findProcesses() {
    List<Long> found = finder.found();
    for (int i = 0; i < found.size(); i++) { // an iterator would be garbage in each sample
      came.add(task(found.get(i), 0, filesOfProcesses));
    }
    processes.add(came);
    came.clear();
  }

  private Task task(long pid, long tid, TaskFiles files) {
    return new Task(directory, path(), pid, tid, files, scratch);
  }

  /**
   * Reads the files of the next few tasks ahead, as far as these are kept open; returns the index
   * of the first task that was not considered.
   *
   * @param from the index of the first task
   */
  private int fetch(TaskList tasks, int from, Batch into) {
    into.clear();
    int i = from;
    while (i < tasks.count() && !into.isFull()) {
      Task task = tasks.get(i++);
      if (task.isKept() && !task.hasEnded) {
        task.fetch(into, buffer);
      }
    }
    return i;
  }

  private void sampleProcess(Task process) {
    boolean wasRead = process.isRead();
    if (process.hasEnded) {
      end(process);
    } else if (sample(process)) {
      if (hasThreads) {
        sampleThreads(process);
      }
    } else if (wasRead && process.hasEnded && finder.isSuccessor(process.pid)) {
      Task successor = task(process.pid, 0, filesOfProcesses);
      if (sample(successor)) {
        came.add(successor);
      } else {
        end(successor);
      }
    }
  }

  /** Reads a task and updates its row; returns whether it has one. */
  private boolean sample(Task task) {
    if (!task.isKept() && descriptors.take(task.descriptors())) {
      task.keep(true);
    }
    int result = read(task);
    if (Task.isOutOfDescriptors(result) && makeRoom(task)) {
      result = read(task);
    }
    bytes += task.bytes();
    if (result == Task.READ) {
      place(task);
      census.add(task);
      return true;
    }
    if (result == -Errno.ESRCH) {
      end(task);
    } else if (result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
      if (!finder.isKernel()) {
        among(task).isEmpty(task.number());
      }
      end(task);
    } else {
      census.addUnread(Task.refusal(result));
      displace(task);
    }
    return false;
  }

  /** The list that a task belongs to, or would belong to. */
  private TaskList among(Task task) {
    return task.tid == 0 ? processes : Objects.requireNonNull(owner).threads;
  }

  private int read(Task task) {
    if (!task.isFetched()) {
      alone.clear();
      task.fetch(alone, buffer);
    }
    return task.take(buffer, problems);
  }

  /**
   * New threads can exist only if there are more threads than are known: if one ended and another
   * was created, reading the one that ended has shown it.
   */
  private void sampleThreads(Task process) {
    owner = process;
    TaskList known = process.threads;
    int alive = 0;
    int fetched = 0;
    for (int i = 0; i < known.count(); i++) {
      if (i == fetched) {
        fetched = fetch(known, i, batchOfThreads);
      }
      alive += sample(known.get(i)) ? 1 : 0;
    }
    if (alive != process.threadCount() || !finder.isKernel()) {
      findThreads(process);
    }
    if (alive < known.count()) {
      known.dropEnded();
    }
  }

  private void findThreads(Task process) {
    try (Directory tasks = directory.directory(process.name("task"))) {
      if (tasks.list(threads) < 0) {
        return; // the process has ended meanwhile, as its next reading will show
      }
      TaskList known = process.threads;
      known.compare(threads, foundThread);
      for (int i = 0; i < known.count(); i++) {
        if (known.get(i).hasEnded) {
          end(known.get(i));
        }
      }
      known.dropEnded();
      known.add(cameThreads);
      cameThreads.clear();
    }
  }

  private void foundThread(long tid) {
    Task process = owner;
    if (process != null) {
      Task thread = task(process.pid, tid, filesOfThreads);
      if (sample(thread)) {
        cameThreads.add(thread);
      } else {
        end(thread);
      }
    }
  }

  /** Puts the row of a task into a slot, or updates the words that describe it. */
  private void place(Task task) {
    Slots places = slots;
    if (task.isRelearned()) {
      displace(task);
    }
    if (task.slot != Task.NO_SLOT) {
      task.came = false;
      if (task.isChanged()) {
        changedSlots.set(task.slot);
      }
      if (places != null && task.isRenamed()) {
        places.describe(task.slot, task.rowNow());
      }
    } else {
      List<Column> columns = task.columns();
      stride = Math.max(stride, columns.size());
      if (places == null || columns.size() > places.stride()) {
        slots = null; // all rows will be put into wider slots
      } else {
        put(task, places);
      }
    }
  }

  private void put(Task task, Slots places) {
    task.slot = places.add(task.rowNow(), task.columns());
    task.came = true;
    changedSlots.set(task.slot);
    if (task.slot >= taskOfSlot.length) {
      taskOfSlot = Arrays.copyOf(taskOfSlot, Math.max(task.slot + 1, 2 * taskOfSlot.length));
    }
    taskOfSlot[task.slot] = task;
  }

  /** Removes the row of a task. */
  private void displace(Task task) {
    Slots places = slots;
    if (task.slot != Task.NO_SLOT) {
      if (places != null) {
        places.remove(task.slot);
      }
      taskOfSlot[task.slot] = null;
      task.slot = Task.NO_SLOT;
    }
  }

  /**
   * Ends a task that has ended or is no longer sampled: removes its row and gives back its
   * descriptors.
   */
  private void end(Task task) {
    task.hasEnded = true;
    hasProcessEnded |= task.tid == 0;
    displace(task);
    if (task.isKept()) {
      task.keep(false);
      descriptors.giveBack(task.descriptors());
    }
    for (int i = 0; i < task.threads.count(); i++) {
      end(task.threads.get(i));
    }
    task.threads.dropEnded();
  }

  /** Closes the tasks that changed least, because the host program has used up all descriptors. */
  private boolean makeRoom(Task but) {
    boolean hasRoom = false;
    for (int i = 0; i < ROOM; i++) {
      Task idlest = idlestKept(but);
      if (idlest != null) {
        idlest.keep(false); // its descriptors are not given back: the host program has them now
        hasRoom = true;
      }
    }
    descriptors.takeAll();
    return hasRoom;
  }

  private void keepTheBusiest() {
    for (int i = 0; i < ROOM; i++) {
      Task idlest = idlestKept(null);
      Task busiest = busiestOpened();
      if (idlest == null
          || busiest == null
          || busiest.activity() < idlest.activity() + BUSIER
          || busiest.descriptors() > idlest.descriptors()) {
        return;
      }
      idlest.keep(false);
      busiest.keep(true);
      descriptors.giveBack(idlest.descriptors() - busiest.descriptors());
    }
  }

  private @Nullable Task idlestKept(@Nullable Task but) {
    Task idlest = null;
    for (int i = 0; i < processes.count(); i++) {
      Task process = processes.get(i);
      idlest = idler(process, idlest, but);
      for (int t = 0; t < process.threads.count(); t++) {
        idlest = idler(process.threads.get(t), idlest, but);
      }
    }
    return idlest;
  }

  private static @Nullable Task idler(Task task, @Nullable Task than, @Nullable Task but) {
    boolean isIdler = than == null || task.activity() < than.activity();
    return task.isKept() && task != but && isIdler ? task : than;
  }

  private @Nullable Task busiestOpened() {
    Task busiest = null;
    for (int i = 0; i < processes.count(); i++) {
      Task process = processes.get(i);
      busiest = busier(process, busiest);
      for (int t = 0; t < process.threads.count(); t++) {
        busiest = busier(process.threads.get(t), busiest);
      }
    }
    return busiest;
  }

  private static @Nullable Task busier(Task task, @Nullable Task than) {
    boolean isBusier = than == null || task.activity() > than.activity();
    return !task.isKept() && isBusier ? task : than;
  }

  /** Keeps the current rows and the changes of their cells. */
  private void lookOver() {
    Slots places = slots;
    boolean isContinuation = places != null;
    if (places == null) {
      places = putAllAgain();
    }
    changes.clear();
    if (isContinuation) {
      census.addChanges(changes);
      int width = places.stride();
      for (int slot = changedSlots.nextSetBit(0);
          slot >= 0;
          slot = changedSlots.nextSetBit(slot + 1)) {
        Task task = taskOfSlot[slot];
        if (task != null) {
          task.addChanges(slot * width, changes);
        }
      }
    }
    changedSlots.clear();
    keep(places.layout(), isContinuation);
  }

  private Slots putAllAgain() {
    stride = Math.max(stride, census.columns().size());
    Slots fresh = new Slots(stride);
    slots = fresh;
    Arrays.fill(taskOfSlot, null);
    fresh.add(Census.ROW, census.columns());
    for (int i = 0; i < processes.count(); i++) {
      Task process = processes.get(i);
      putInto(process, fresh);
      for (int t = 0; t < process.threads.count(); t++) {
        putInto(process.threads.get(t), fresh);
      }
    }
    return fresh;
  }

  private void putInto(Task task, Slots fresh) {
    if (task.isRead()) {
      put(task, fresh);
    }
  }

  @Override
  public Optional<String> problem() {
    return errno == 0 ? Optional.empty() : Optional.of(path() + ": " + Errno.text(errno));
  }

  @Override
  public List<MalformedTextException> problems() {
    return problems.isEmpty()
        ? List.of()
        : List.copyOf(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
  }

  @Override
  public ProcessTable view() {
    return view;
  }

  @Override
  protected ProcessTable viewOf(FileReading reading) {
    return new ProcessTable(reading);
  }

  @Override
  public long value(int cell) {
    Slots places = slots;
    if (places == null) {
      return 0;
    }
    int slot = cell / places.stride();
    int within = cell % places.stride();
    if (slot == Census.SLOT) {
      return census.value(within);
    }
    Task task = slot < taskOfSlot.length ? taskOfSlot[slot] : null;
    return task == null ? 0 : task.value(within);
  }

  @Override
  public int changes() {
    return changes.count();
  }

  @Override
  public int changed(int i) {
    return changes.cell(i);
  }

  @Override
  public long delta(int i) {
    return changes.delta(i);
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  protected Runnable release() {
    return closing(processes, descriptors, finder, census, directory);
  }

  private static Runnable closing(
      TaskList processes,
      Descriptors descriptors,
      Finder finder,
      Census census,
      Directory directory) {
    return () -> {
      close(processes, descriptors);
      finder.close();
      census.close();
      directory.close();
    };
  }

  private static void close(TaskList tasks, Descriptors descriptors) {
    for (int i = 0; i < tasks.count(); i++) {
      Task task = tasks.get(i);
      if (task.isKept()) {
        task.keep(false);
        descriptors.giveBack(task.descriptors());
      }
      close(task.threads, descriptors);
    }
  }
}
