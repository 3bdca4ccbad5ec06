package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.LiveLine;
import io.github.procfs4j.cli.terminal.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads many recordings, some at the same time, with a line on a terminal that shows how far. */
public final class ManyRecordings {
  /** More threads would need more memory, and mostly wait for the disk. */
  private static final int MOST_THREADS = 8;

  private ManyRecordings() {}

  /** Reads one recording. */
  public interface Reader<T> {
    /** Returns what is kept of it, also if it cannot be read. */
    T read(Path file, String name);
  }

  /** What is kept of each recording, in their order. */
  public static <T> List<T> read(
      List<Path> files, List<String> names, Output err, Reader<T> reader) {
    AtomicInteger done = new AtomicInteger();
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    try (LiveLine line = new LiveLine(err);
        ExecutorService executor =
            Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory())) {
      if (err.isTerminal()) {
        line.start(
            () -> "%s of %s recordings".formatted(grouped(done.get()), grouped(files.size())));
      }
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        Path file = files.get(i);
        String name = names.get(i);
        futures.add(
            executor.submit(
                () -> {
                  T kept = reader.read(file, name);
                  done.incrementAndGet();
                  return kept;
                }));
      }
      List<T> all = new ArrayList<>();
      for (Future<T> future : futures) {
        all.add(get(future, executor));
      }
      return all;
    }
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static <T> T get(Future<T> future, ExecutorService executor) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted");
    } catch (ExecutionException e) {
      executor.shutdownNow();
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
