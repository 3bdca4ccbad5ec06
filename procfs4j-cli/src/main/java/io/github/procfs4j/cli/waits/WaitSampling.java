package io.github.procfs4j.cli.waits;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.jvm.JavaPrints;
import io.github.procfs4j.cli.jvm.PrintedNames;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.program.Program;
import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.io.ResourceUsage;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Samples threads for a time, or as long as a program runs, and has JVMs print their threads
 * meanwhile.
 *
 * @param root the directory of procfs
 * @param name what is sampled, in words
 * @param filter the processes
 * @param like matches the names of the threads; null if all are sampled
 * @param hasStacks whether stacks in the kernel are read
 * @param isJava whether JVMs print their threads
 * @param nanos for how long
 * @param periodNanos the time between samples
 * @param voice receives messages
 */
record WaitSampling(
    Path root,
    String name,
    ProcessFilter filter,
    @Nullable Pattern like,
    boolean hasStacks,
    boolean isJava,
    long nanos,
    long periodNanos,
    Consumer<String> voice) {

  /** Samples the processes. */
  WaitResult sample() {
    return sample(null);
  }

  /** Starts a program, and samples the processes until it ends. */
  WaitResult around(Program program) {
    return sample(program);
  }

  private WaitResult sample(@Nullable Program program) {
    JavaPrints prints = new JavaPrints();
    PrintedNames names = new PrintedNames(prints);
    if (isJava && like != null && program == null) {
      prints.take(pids()); // or threads that are selected by their complete names come too late
    }
    try (Sampler<WaitTable> sampler = waits(names).sampler()) {
      Listener listener = new Listener(sampler, prints, names, program == null);
      Recorder recorder =
          new Recorder(
              List.of(new Recorder.Track(sampler, Duration.ofNanos(periodNanos))), listener);
      listener.stop = recorder::stop;
      long cpu = cpuNanos();
      Runnable sampling = () -> recorder.run(Duration.ofNanos(nanos));
      if (program == null) {
        Ending.onSignal(recorder::stop, sampling);
      } else {
        program.prepare(recorder::stop);
        program.start();
        sampling.run();
      }
      cpu = cpuNanos() - cpu;
      listener.await();
      if (listener.failed != null) {
        throw CommandException.environment(listener.failed);
      }
      if (program == null && like != null && sampler.view().threads().isEmpty()) {
        throw CommandException.environment(none("was"));
      }
      return WaitResult.of(
          sampler.view(),
          name,
          listener.lastNanos - listener.firstNanos,
          periodNanos,
          listener.late,
          NativeAccess.isEnabled() ? cpu : -1,
          listener.hasEnded ? nanos : -1,
          prints);
    }
  }

  private Waits waits(PrintedNames names) {
    Waits waits = Waits.at(root).matching(filter);
    if (like != null) {
      waits = waits.threadsLike(like);
      waits = isJava ? waits.withThreadNames(names) : waits;
    }
    return hasStacks ? waits.withStacks() : waits;
  }

  private Set<Long> pids() {
    try {
      return Procfs.at(root).processes().matching(filter).read().processes().stream()
          .map(ProcessEntry::pid)
          .collect(Collectors.toUnmodifiableSet());
    } catch (UnreadableException e) {
      return Set.of(); // as the first sample reports
    }
  }

  private String noProcess() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root, "[0-9]*")) {
      return all.iterator().hasNext()
          ? name + ": no such process"
          : root + ": there are no processes in this directory, as there are in a procfs";
    } catch (DirectoryIteratorException e) {
      return FileProblems.text(Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      return FileProblems.text(e);
    }
  }

  private String none(String is) {
    return "--threads-like «%s»: no thread of %s %s like that; the names are those of the kernel, of at most 15 bytes%s"
        .formatted(like, name, is, isJava ? ", and those in prints of JVMs" : "");
  }

  private static long cpuNanos() {
    if (!NativeAccess.isEnabled()) {
      return 0;
    }
    ResourceUsage usage = new ResourceUsage();
    usage.read();
    return (usage.userMicros() + usage.systemMicros()) * 1000;
  }

  /** Receives the samples. */
  private final class Listener implements Recorder.Listener {
    private final Sampler<WaitTable> sampler;
    private final JavaPrints prints;
    private final PrintedNames names;

    /** Whether sampling ends with the processes, which must exist at first. */
    private final boolean endsWithThem;

    Runnable stop = () -> {};
    long firstNanos;
    long lastNanos;
    long late;

    /** Whether all processes had ended before the time was over. */
    boolean hasEnded;

    @Nullable String failed;
    private boolean isBegun;
    private @Nullable Thread printing;

    Listener(
        Sampler<WaitTable> sampler, JavaPrints prints, PrintedNames names, boolean endsWithThem) {
      this.sampler = sampler;
      this.prints = prints;
      this.names = names;
      this.endsWithThem = endsWithThem;
    }

    @Override
    public void sampled(int source, Sampler<?> of) {
      WaitTable view = sampler.view();
      boolean isFirst = !isBegun;
      if (isFirst) {
        isBegun = true;
        firstNanos = of.startNanos();
      }
      if (endsWithThem && view.processCount() == 0) {
        hasEnded = !isFirst;
        failed = isFirst ? noProcess() : null;
        lastNanos = isFirst ? firstNanos : lastNanos;
        stop.run();
        return;
      }
      lastNanos = of.startNanos();
      if (isFirst && endsWithThem && like != null && view.threads().isEmpty()) {
        voice.accept(none("is") + "; one that is later is sampled from then on");
      }
      if (isJava && prints.isDue(lastNanos) && (printing == null || !printing.isAlive())) {
        Set<Long> pids =
            view.threads().stream().map(WaitTable.OfThread::pid).collect(Collectors.toSet());
        pids.addAll(names.asked());
        printing = Thread.ofPlatform().daemon().name("java prints").start(() -> prints.take(pids));
      }
    }

    @Override
    public void failed(int source, Sampler<?> of, Outcome outcome, boolean isNews) {
      failed = of.problem().orElse("could not be read");
      stop.run();
    }

    @Override
    public void late(int source, long ticks) {
      late += ticks;
    }

    /** Waits for the prints that have been requested, which have a time limit. */
    void await() {
      Thread last = printing;
      try {
        if (last != null) {
          last.join(JavaPrints.LIMIT);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
