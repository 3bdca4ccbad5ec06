package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.Listing;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.replay.Scratch;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples the process table: finds the tasks, reads their files in batches, and notices which of
 * them have ended and which are new. A task that has not changed costs only its reads and a
 * comparison.
 *
 * <p>{@link KeptTasks} decides which tasks keep their files open, {@link TaskSlots} holds their
 * rows.
 */
final class ProcessSampler extends SlottedSampler<ProcessTable> {
  /** The capacity for texts that are read occasionally; it grows if a text is longer. */
  private static final int FIRST_CAPACITY = 8 << 10;

  private static final int MOST_PROBLEMS = 100;

  /** Of how many tasks the evidence is read before any of them is examined. */
  private static final int ASKED_AT_ONCE = 64;

  private final Processes.Threads sampledThreads;
  private final Directory directory;
  private final Buffer buffer = new Buffer(FIRST_CAPACITY);
  private final Batch batch = new Batch();
  private final Batch batchOfThreads = new Batch();
  private final Batch alone = new Batch();
  private final Scratch scratch = new Scratch();
  private final Finder finder;
  private final Lateness lateness;
  private final Census census;
  private final TaskFiles filesOfProcesses;
  private final TaskFiles filesOfThreads;
  private final ProcessTable view;

  private final TaskList processes = new TaskList();
  private final KeptTasks kept;
  private final TaskSlots rows;
  private final Listing threads = new Listing();

  /** The processes that do not rest. */
  private final List<Task> awake = new ArrayList<>();

  private final Resting resting;
  private final List<Task> came = new ArrayList<>();
  private final List<Task> cameThreads = new ArrayList<>();
  private final LongConsumer foundThread = this::foundThread;

  /** The process whose threads are sampled. */
  private @Nullable Task owner;

  private boolean hasProcessEnded;
  private final List<Problem> problems = new ArrayList<>();
  private int bytes;

  ProcessSampler(Processes which, Path root, @Nullable History history, Descriptors descriptors) {
    super(which.source(), root, history);
    kept = new KeptTasks(processes, descriptors);
    sampledThreads = which.threads();
    boolean hasThreads = sampledThreads != Processes.Threads.NONE;
    directory = Directory.at(root);
    finder = new Finder(directory, which.filter(), buffer);
    filesOfProcesses = which.filesOfProcesses();
    lateness = new Lateness(directory, which.lateness());
    census = new Census(directory, filesOfProcesses, hasThreads, which.lateness());
    resting = new Resting(census);
    rows = new TaskSlots(census, processes, which.names(), which.hasArguments());
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
    if (!areFound(finder.find(processes))) {
      readBetween(start, System.nanoTime());
      return failed();
    }
    findProcesses();
    rows.begin();
    lateness.begin(start, finder.isKernel(), processes.count(), buffer);
    askResting();
    int fetched = 0;
    for (int i = 0; i < awake.size(); i++) {
      if (i == fetched) {
        fetched = fetch(awake, i, batch);
      }
      sampleProcess(awake.get(i));
    }
    readBetween(start, System.nanoTime());
    if (hasProcessEnded) {
      processes.dropEnded();
      hasProcessEnded = false;
    }
    dropDone();
    addCame(); // those that have been given the numbers of ended ones
    census.end();
    if (census.readByOpening() > 0) {
      kept.keepTheBusiest();
    }
    boolean isContinuation = rows.complete();
    keep(rows.layout(), isContinuation);
    return Outcome.SAMPLED;
  }

  private Outcome failed() {
    for (int i = 0; i < processes.count(); i++) {
      end(processes.get(i));
    }
    processes.dropEnded();
    awake.clear();
    resting.woken().clear();
    rows.startOver();
    keepGap();
    return failure();
  }

  private void findProcesses() {
    List<Long> found = finder.found();
    for (int i = 0; i < found.size(); i++) { // an iterator would be garbage in each sample
      came.add(task(found.get(i), 0, filesOfProcesses));
    }
    addCame();
  }

  private void addCame() {
    processes.add(came);
    wakeUp(came);
  }

  /** Moves these to those that do not rest, without garbage, unlike {@link List#addAll}. */
  private void wakeUp(List<Task> tasks) {
    for (int i = 0; i < tasks.size(); i++) {
      awake.add(tasks.get(i));
    }
    tasks.clear();
  }

  /** Finds out which of the tasks that rest must be sampled with the others. */
  private void askResting() {
    if (processes.takeUnlisted()) {
      resting.wakeEnded();
    }
    bytes += resting.ask(lateness, filesOfProcesses.isStatmShown());
    census.addResting();
    wakeUp(resting.woken());
  }

  /** Without garbage, unlike {@link List#removeIf}. */
  private void dropDone() {
    int kept = 0;
    for (int i = 0; i < awake.size(); i++) {
      Task process = awake.get(i);
      if (!isDone(process)) {
        awake.set(kept++, process);
      }
    }
    for (int i = awake.size() - 1; i >= kept; i--) {
      awake.remove(i);
    }
  }

  /** Whether a process need not be looked at in the next sample: it has ended, or rests. */
  private boolean isDone(Task process) {
    return process.hasEnded || (sampledThreads != Processes.Threads.ALL && resting.add(process));
  }

  private Task task(long pid, long tid, TaskFiles files) {
    return new Task(directory, path(), pid, tid, files, scratch, lateness);
  }

  /**
   * Reads the files of the next few tasks ahead, as far as these are kept open; returns the index
   * of the first task that was not considered.
   *
   * @param from the index of the first task
   */
  private int fetch(List<Task> tasks, int from, Batch into) {
    into.clear();
    int asked = from;
    while (asked < tasks.size() && !into.isFull()) {
      int i = asked;
      asked = Math.min(i + ASKED_AT_ONCE, tasks.size());
      for (int a = i; a < asked; a++) {
        if (isFetched(tasks.get(a))) {
          tasks.get(a).fetchEvidence(into);
        }
      }
      for (; i < asked; i++) {
        if (isFetched(tasks.get(i))) {
          tasks.get(i).fetch(into, buffer);
        }
      }
    }
    return asked;
  }

  private static boolean isFetched(Task task) {
    return task.isKept() && !task.hasEnded;
  }

  private void sampleProcess(Task process) {
    boolean wasRead = process.isRead();
    if (process.hasEnded) {
      end(process);
    } else if (sample(process)) {
      sampleThreads(process);
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
    kept.keepIfPossible(task);
    int result = read(task);
    if (Task.isOutOfDescriptors(result) && kept.makeRoom(task)) {
      result = read(task);
    }
    bytes += task.bytes();
    if (result == Task.READ) {
      rows.place(task);
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
      rows.displace(task);
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
      task.fetchEvidence(alone);
      task.fetch(alone, buffer);
    }
    return task.take(buffer, problems);
  }

  /** Reads the threads of a process, if they are sampled and have something to show. */
  private void sampleThreads(Task process) {
    TaskList known = process.threads;
    switch (sampledThreads) {
      case NONE -> {}
      case ALL -> readThreads(process, known);
      case OF_ACTIVE -> {
        if (process.isChanged() || process.isRelearned()) {
          readThreads(process, known);
        } else {
          census.addIdle(known);
        }
      }
    }
  }

  /**
   * New threads can exist only if there are more threads than are known: if one ended and another
   * was created, reading the one that ended has shown it.
   */
  private void readThreads(Task process, TaskList known) {
    owner = process;
    int alive = 0;
    int fetched = 0;
    for (int i = 0; i < known.count(); i++) {
      if (i == fetched) {
        fetched = fetch(known.all(), i, batchOfThreads);
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

  /**
   * Ends a task that has ended or is no longer sampled: removes its row and gives back its
   * descriptors.
   */
  private void end(Task task) {
    task.hasEnded = true;
    hasProcessEnded |= task.tid == 0;
    rows.displace(task);
    kept.drop(task);
    for (int i = 0; i < task.threads.count(); i++) {
      end(task.threads.get(i));
    }
    task.threads.dropEnded();
  }

  @Override
  public List<Problem> problems() {
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
  long cell(int cell) {
    return rows.value(cell);
  }

  @Override
  Changes rowChanges() {
    return rows.changes();
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  protected Runnable release() {
    return closing(kept, finder, lateness, census, directory);
  }

  /** Does not refer to the sampler, which could never be forgotten then. */
  private static Runnable closing(
      KeptTasks kept, Finder finder, Lateness lateness, Census census, Directory directory) {
    return () -> {
      kept.dropAll();
      finder.close();
      lateness.close();
      census.close();
      directory.close();
    };
  }
}
