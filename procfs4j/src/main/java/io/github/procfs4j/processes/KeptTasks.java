package io.github.procfs4j.processes;

import org.jspecify.annotations.Nullable;

/**
 * Which tasks keep their files open from sample to sample. If there are not enough descriptors for
 * all, these are the tasks that change most. Opening and closing the files of a task for each
 * sample costs about twice as much.
 */
final class KeptTasks {
  /**
   * The number of tasks that are closed at once to make room for another one when descriptors have
   * run out.
   */
  private static final int ROOM = 8;

  /** How much busier than a kept task another one must have been to take its place. */
  private static final int BUSIER = Task.BUSY / 4;

  private final TaskList processes;
  private final Descriptors descriptors;

  /**
   * Keeps no task yet.
   *
   * @param processes the processes, with their threads
   * @param descriptors the descriptors that may stay open
   */
  KeptTasks(TaskList processes, Descriptors descriptors) {
    this.processes = processes;
    this.descriptors = descriptors;
  }

  /** Keeps a task if there are descriptors for it. */
  void keepIfPossible(Task task) {
    if (!task.isKept() && descriptors.take(task.descriptors())) {
      task.keep(true);
    }
  }

  /** Closes a task if it is kept, and gives back its descriptors. */
  void drop(Task task) {
    if (task.isKept()) {
      task.keep(false);
      descriptors.giveBack(task.descriptors());
    }
  }

  /**
   * Closes the tasks that changed least, because the host program has used up all descriptors.
   *
   * @param but the task for which room is made
   * @return whether there were any
   */
  boolean makeRoom(Task but) {
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

  /** Keeps tasks that change often in place of ones that rarely do. */
  void keepTheBusiest() {
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

  /** Closes all tasks. */
  void dropAll() {
    dropAll(processes);
  }

  private void dropAll(TaskList tasks) {
    for (int i = 0; i < tasks.count(); i++) {
      drop(tasks.get(i));
      dropAll(tasks.get(i).threads);
    }
  }
}
