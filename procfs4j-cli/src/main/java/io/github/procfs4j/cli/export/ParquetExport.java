package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Version;
import io.github.procfs4j.cli.parquet.ParquetFile;
import io.github.procfs4j.cli.relations.ParquetTree;
import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.output.OutputTree;
import io.github.procfs4j.tables.Chunks;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Parquet files in directories {@code host=/date=/source=/table=}, which get their names when they
 * are complete.
 */
final class ParquetExport {
  private static final String CREATOR = "procfs4j version " + Version.text();

  /** As many as are worth it: the largest relation takes a third of the time. */
  private static final int MOST_THREADS = 4;

  private final Job job;
  private final Path to;
  private final boolean force;
  private final Progress progress;
  private final HeapGrowth heap = new HeapGrowth();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong files = new AtomicLong();

  ParquetExport(Job job, Path to, boolean force, Progress progress) {
    this.job = job;
    this.to = to;
    this.force = force;
    this.progress = progress;
  }

  /**
   * A file to write.
   *
   * @param directories the names of its directories
   */
  private record Task(Relation relation, Days day, List<String> directories, String name) {}

  void write() throws IOException {
    boolean isNew = Files.notExists(to);
    try (OutputTree tree = open(isNew)) {
      for (int i = 0; i < job.recordings().size(); i++) {
        Optional<Relations> readable = job.recordings().readable(i);
        if (readable.isPresent()) {
          write(readable.get(), job.names().get(i), tree);
        }
      }
    } finally {
      if (isNew && Files.isDirectory(to) && isEmpty(to)) {
        Files.delete(to);
      }
    }
  }

  private OutputTree open(boolean isNew) throws IOException {
    if (!isNew) {
      CsvFiles.checkIsDirectory(to);
      return OutputTree.of(to);
    }
    Path above = to.getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    return OutputTree.create(to, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  long bytes() {
    return bytes.get();
  }

  long files() {
    return files.get();
  }

  private void write(Relations relations, String name, OutputTree tree) throws IOException {
    Span span = job.span(relations.recording());
    List<Days> days = Days.of(relations.recording(), span.fromNanos(), span.toNanos());
    List<Task> tasks = new ArrayList<>();
    for (List<Relation> group : job.groups(relations)) {
      for (Relation relation : group) {
        boolean isAbout = relation.content() == Relation.Content.RECORDING;
        for (int d = 0; d < (isAbout ? 1 : days.size()); d++) {
          Task task = task(relations, relation, days.get(d), name, d);
          if (!force && Files.exists(path(task))) {
            throw new FileAlreadyExistsException(
                path(task).toString(), null, "exists; --force replaces it, or give another -o");
          }
          tasks.add(task);
        }
      }
    }
    // The largest first, so that no thread is left with one of them at the end.
    tasks.sort(Comparator.comparingLong((Task task) -> -weight(relations, task.relation)));
    int threads =
        Math.clamp(
            Runtime.getRuntime().availableProcessors(), 1, Math.min(MOST_THREADS, tasks.size()));
    AtomicLong next = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Callable<Void> worker =
            () -> {
              work(relations, tasks, next, tree);
              return null;
            };
        workers.add(pool.submit(worker));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    } finally {
      pool.shutdownNow();
      pool.close();
    }
  }

  private static long weight(Relations relations, Relation relation) {
    return relations
        .recording()
        .source(relation.source())
        .map(source -> source.cells() / Math.max(1, relations.ofSchema(relation.schema()).size()))
        .orElse(0L);
  }

  private static void await(Future<?> worker) throws IOException {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void work(Relations relations, List<Task> tasks, AtomicLong next, OutputTree tree)
      throws IOException {
    boolean isDone = false;
    try {
      for (int i = (int) next.getAndIncrement();
          i < tasks.size();
          i = (int) next.getAndIncrement()) {
        progress.at(tasks.get(i).relation.fullName());
        write(relations, tasks.get(i), tree);
      }
      isDone = true;
    } finally {
      if (!isDone) {
        next.set(tasks.size()); // the other threads finish their file, and begin no other
      }
    }
  }

  private void write(Relations relations, Task task, OutputTree tree) throws IOException {
    int[] fields = IntStream.range(0, task.relation.fields().size()).toArray();
    Chunks chunks = relations.chunks(task.relation, fields, task.day.from(), task.day.to());
    boolean hasRows = chunks.next();
    while (hasRows && chunks.size() == 0) {
      hasRows = chunks.next();
    }
    if (!hasRows) {
      return;
    }
    try (OutputFile file = tree.createApart(task.directories, task.name, force)) {
      boolean isComplete = false;
      try {
        write(task.relation, chunks, file.stream());
        file.putInPlace();
        isComplete = true;
      } finally {
        if (!isComplete) {
          file.delete();
          tree.removeEmpty(task.directories);
        }
      }
    } catch (IOException e) {
      throw new FileSystemException(
          e instanceof FileSystemException file && file.getFile() != null
              ? file.getFile()
              : path(task).toString(),
          null,
          FileProblems.reason(e) + "; files written before it stay");
    }
    files.incrementAndGet();
  }

  private void write(Relation relation, Chunks first, OutputStream to) throws IOException {
    try (OutputStream out = new BufferedOutputStream(to, 1 << 16);
        ParquetFile parquet = new ParquetFile(CREATOR, relation.fields(), out)) {
      do {
        parquet.add(first);
        progress.rows(first.size());
        heap.check();
      } while (first.next());
      parquet.end();
      out.flush();
      bytes.addAndGet(parquet.bytes());
    }
  }

  private Path path(Task task) {
    Path path = to;
    for (String directory : task.directories) {
      path = path.resolve(directory);
    }
    return path.resolve(task.name);
  }

  private Task task(Relations relations, Relation relation, Days day, String name, int part) {
    return new Task(
        relation,
        day,
        List.of(
            ParquetTree.host(relations.recording()),
            ParquetTree.date(Optional.ofNullable(day.date())),
            "source=" + relation.schema(),
            "table=" + relation.name()),
        ParquetTree.file(name, part));
  }
}
