package io.github.procfs4j.processes;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.Sampler;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where threads wait: the selection of processes and threads whose waits are sampled. Immutable;
 * each method that changes the selection returns a new object.
 *
 * <pre>{@code
 * Waits waits = Waits.at(Path.of("/proc")).matching(ProcessFilter.named("java"));
 * try (var sampler = waits.sampler()) {
 *   for (int i = 0; i < 100; i++) {
 *     sampler.sample();
 *     Thread.sleep(10);
 *   }
 *   for (WaitTable.OfThread thread : sampler.view().threads()) {
 *     System.out.println(thread.tid() + " " + thread.comm() + " " + thread.waits());
 *   }
 * }
 * }</pre>
 *
 * <p>Each sample finds every chosen thread running, ready to run, or in a wait, and counts that:
 * the samples are the numbers of a table whose rows are the waits. {@code syscall} shows whether it
 * waits and in which system call, {@code wchan} and {@code stack} where in the kernel, {@code stat}
 * in which state. {@code schedstat}, which changes whenever a thread runs, shows whether all of
 * them are of the same wait; and if it and {@code syscall} are as in the previous sample, so is the
 * wait, and nothing else is read.
 *
 * <p>New processes and threads are looked for ten times a second, and less often if that takes more
 * than a fiftieth of the time. A thread that starts and ends in between is not seen.
 */
public final class Waits {
  /**
   * The beginning of the names of these sources; the {@linkplain ProcessFilter#parse short form} of
   * the filter follows.
   */
  public static final String PREFIX = "waits:";

  private final Path root;
  private final ProcessFilter filter;
  private final @Nullable Pattern threadsLike;
  private final boolean hasStacks;
  private final @Nullable ThreadNames names;

  private Waits(
      Path root,
      ProcessFilter filter,
      @Nullable Pattern threadsLike,
      boolean hasStacks,
      @Nullable ThreadNames names) {
    this.root = root;
    this.filter = filter;
    this.threadsLike = threadsLike;
    this.hasStacks = hasStacks;
    this.names = names;
  }

  /**
   * {@return the waits of all threads of the procfs tree at {@code root}}
   *
   * @param root the root of a procfs, such as {@code /proc}
   */
  public static Waits at(Path root) {
    Objects.requireNonNull(root, "root");
    return new Waits(root, ProcessFilter.all(), null, false, null);
  }

  /**
   * Selects the threads of some processes.
   *
   * @param filter matches the processes to select; it replaces the current filter
   * @return the waits of the threads of the matching processes
   */
  public Waits matching(ProcessFilter filter) {
    Objects.requireNonNull(filter, "filter");
    return new Waits(root, filter, threadsLike, hasStacks, names);
  }

  /**
   * Selects only threads in whose name ({@code comm}, at most 15 bytes) a pattern is found, or in
   * whose complete name, if that {@linkplain #withThreadNames is known}. A thread that gets such a
   * name later is selected from then on.
   *
   * @param pattern the pattern to find
   * @return the waits of the matching threads
   */
  public Waits threadsLike(Pattern pattern) {
    Objects.requireNonNull(pattern, "pattern");
    return new Waits(root, filter, pattern, hasStacks, names);
  }

  /**
   * Distinguishes waits by their stacks in the kernel, too, which only root may read.
   *
   * @return the waits with stacks
   */
  public Waits withStacks() {
    return new Waits(root, filter, threadsLike, true, names);
  }

  /**
   * Adds a further label to the rows of threads and waits, {@code name}: the complete name of the
   * thread where it is known, otherwise the kernel's. It is part of the description of a row, so it
   * may change, and is recorded like any other label.
   *
   * @param complete looks up the names
   * @return the waits with these names
   */
  public Waits withThreadNames(ThreadNames complete) {
    Objects.requireNonNull(complete, "complete");
    return new Waits(root, filter, threadsLike, hasStacks, complete);
  }

  /**
   * {@return whether a source of this name has waits}
   *
   * @param name the name of a source
   */
  public static boolean isSource(String name) {
    return name.startsWith(PREFIX);
  }

  /** {@return the waits as a source, such as {@code waits:java}} */
  public Source source() {
    return new Source(
        PREFIX + filter,
        "Threads: how often each was found running, and in which wait",
        Source.Mode.SAMPLED,
        "",
        "",
        "those who may attach a debugger; for others, system calls are missing",
        "proc_pid_syscall(5), proc_pid_wchan(5), proc_pid_stack(5), proc_pid_stat(5)");
  }

  /**
   * Creates a sampler that keeps only its last sample, which contains the counts of all.
   *
   * @return a new sampler, which the caller closes
   */
  public Sampler<WaitTable> sampler() {
    return new WaitSampler(this, null, Descriptors.ofThisJvm());
  }

  /**
   * Creates a sampler that keeps its samples in {@code history}.
   *
   * @param history receives a copy of each sample
   * @return a new sampler, which the caller closes
   */
  public Sampler<WaitTable> sampler(History history) {
    return new WaitSampler(
        this, Objects.requireNonNull(history, "history"), Descriptors.ofThisJvm());
  }

  Path root() {
    return root;
  }

  ProcessFilter filter() {
    return filter;
  }

  Optional<Pattern> threadsLike() {
    return Optional.ofNullable(threadsLike);
  }

  boolean hasStacks() {
    return hasStacks;
  }

  @Nullable ThreadNames names() {
    return names;
  }

  /** Such as {@code Waits[waits:java, stacks; below /proc]}. */
  @Override
  public String toString() {
    return Printable.line(
        "Waits["
            + PREFIX
            + filter
            + (threadsLike == null ? "" : ", threads like /" + threadsLike + "/")
            + (hasStacks ? ", stacks" : "")
            + (names == null ? "" : ", complete names")
            + "; below "
            + root
            + "]");
  }
}
