package io.github.procfs4j.processes;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.CommandLine;
import io.github.procfs4j.process.ProcessRow;
import io.github.procfs4j.sampling.FileReading;

/** A process or thread in a process table. */
public final class ProcessEntry extends ProcessRow {
  ProcessEntry(FileReading reading, Row row) {
    super(reading, row);
  }

  /** {@return the number of the process; for a thread, that of its process} */
  public long pid() {
    return Long.parseLong(row().label("pid"));
  }

  /**
   * {@return when it started, in ticks since boot; together with its number this identifies it
   * permanently}
   */
  public long start() {
    return Long.parseLong(row().label("start"));
  }

  /**
   * {@return its name, at most 15 bytes: that of the program that it runs, unless it chose another
   * one}
   */
  public String comm() {
    return row().label("comm");
  }

  /**
   * {@return its arguments separated by spaces, or the title that it gave itself, limited to the
   * first 1,024 characters; its name in brackets if it has neither, as for kernel threads} Empty
   * for a thread, because that of its process is not repeated.
   *
   * <p>It is read again when {@code stat} shows that another program is running: by another name,
   * by the flag PF_FORKNOEXEC having been cleared, or by other addresses, which are shown only to
   * those who may trace the process. Two changes are not detected: a program that executes itself
   * again, if its addresses are not shown to the reader, and a title that is written over the
   * arguments later.
   */
  public String command() {
    return row().table().equals(ProcessTable.PROCESS) ? row().label("command") : "";
  }

  /**
   * {@return a short name that identifies it in a list: for a process {@link CommandLine#name},
   * such as the main class that {@code java} runs, from when {@link #command} was read; for a
   * thread its complete name if that {@linkplain Processes#withThreadNames was sampled}, otherwise
   * {@link #comm}}
   */
  public String name() {
    return ProcessTable.name(row());
  }

  /** {@return the number of the thread; for a process, that of the process} */
  public long tid() {
    boolean isThread = row().table().name().equals(ProcessTable.THREAD.name());
    return isThread ? Long.parseLong(row().label("tid")) : pid();
  }
}
