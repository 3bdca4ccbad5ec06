package io.github.procfs4j.bench;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.changes.ChangeHistory;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All measurements of one source. Each method yields one or two lines of the table. */
final class SourceBench implements AutoCloseable {
  /** The number of samples in one language before switching to the other. */
  private static final int BATCH = 20;

  private static final int BATCHES = 1_000;

  /**
   * For files that the kernel prints slowly, the number of batches is reduced to take about this
   * time.
   */
  private static final long LONG_CASE = 10_000_000_000L;

  private static final int LEAST_BATCHES = 5;

  /** Enough for all code to be compiled. */
  private static final int WARM_UP = 20_000;

  /**
   * The number of texts replayed from memory at a time: together they fit in a second-level cache.
   */
  private static final int TEXTS = 32;

  private static final int ROUNDS = 1_000;

  private static final int PACED = 250;
  private static final long PAUSE = 20_000_000;

  /** The initial capacity of a sampler's buffer, which doubles; C requests as much. */
  private static final int LEAST_ROOM = 8 << 10;

  /** A bounded history allocates nothing, however many samples it takes. */
  private static final long HISTORY = 1 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final CReader c;
  private final SampledFile<?> file;
  private final String name;
  private final Path path;

  /** The files that are read for a sample: one, or those of which a text is gathered. */
  private final List<Path> paths;

  private final boolean isOneCall;

  /** Kept from case to case, as in a program. */
  private final Sampler<?> sampler;

  /**
   * The samples of the paced case, for the size of changes when samples are as far apart as usual.
   */
  private final CountedHistory paced = new CountedHistory();

  private final byte[] text;

  /** Null for a file that is only measured where it is. */
  private final @Nullable ReplayBench replay;

  private final int room;
  private int batches = BATCHES;

  /**
   * Reads a source for the first time.
   *
   * @throws io.github.procfs4j.sampling.UnreadableException if it cannot be read here
   */
  SourceBench(CReader c, SampledFile<?> file, Path root) throws IOException {
    this.c = c;
    this.file = file;
    name = file.source().name();
    isOneCall = file.printing() == Printing.ONE_CALL;
    file.read(root);
    sampler = sampler(root);
    path = Path.of(sampler.path());
    paths = paths(file.gathering());
    text = text();
    int fits = LEAST_ROOM;
    while (fits <= text.length) {
      fits *= 2;
    }
    room = fits;
    boolean isOfSystem = file.gathering().equals(Gathering.NONE) && path.endsWith(name);
    replay = isOfSystem ? new ReplayBench(file, text, TEXTS) : null;
  }

  private List<Path> paths(Gathering gathering) throws IOException {
    if (gathering.equals(Gathering.NONE)) {
      return List.of(path);
    }
    List<Path> all = new ArrayList<>();
    boolean isOne = gathering.reach() == Gathering.Reach.ITSELF;
    try (Stream<Path> found = Files.walk(path, isOne ? 1 : 2)) {
      for (Path each : found.sorted().toList()) {
        if (gathering.files().contains(String.valueOf(each.getFileName()))) {
          all.add(each);
        }
      }
    }
    return all;
  }

  /** The text, of all files together. */
  private byte[] text() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path each : paths) {
      // Files.readAllBytes reads a first byte alone where the size is unknown; sysctls print no
      // more.
      try (InputStream in = Files.newInputStream(each)) {
        all.write(in.readNBytes(Integer.MAX_VALUE));
      }
    }
    return all.toByteArray();
  }

  private boolean isGathered() {
    return !file.gathering().equals(Gathering.NONE);
  }

  private ReplayBench replay() {
    return Objects.requireNonNull(replay);
  }

  private Sampler<?> sampler(Path below) {
    return file.sampler(below, History.keeping(HISTORY));
  }

  private CReader.OpenFile openInC(Path what) {
    return c.new OpenFile(what, !isOneCall, room, BATCH);
  }

  /** The files, as the C side keeps them open; the time of a reading is that of all of them. */
  private final class OpenInC implements AutoCloseable {
    private final List<CReader.OpenFile> files =
        paths.stream().map(SourceBench.this::openInC).toList();

    void read(int times, long[] into, int at) {
      long[] each = new long[times];
      Arrays.fill(into, at, at + times, 0);
      for (CReader.OpenFile inC : files) {
        inC.read(times, each, 0);
        for (int i = 0; i < times; i++) {
          into[at + i] += each[i];
        }
      }
    }

    @Override
    public void close() {
      files.forEach(CReader.OpenFile::close);
    }
  }

  private static void sample(Sampler<?> sampler) {
    Outcome outcome = sampler.sample();
    if (outcome != Outcome.SAMPLED) {
      throw new IllegalStateException(sampler.problem().orElse(sampler.path() + ": " + outcome));
    }
  }

  private Result result(String kase, double ns, double reference, double bytes) {
    return new Result(name, kase, ns, reference, bytes, text.length);
  }

  /** Measures the file itself, with samples immediately after one another. */
  Result live() {
    return inTurn(isGathered() ? "gathered" : "live", () -> sample(sampler));
  }

  /** A separate method, so that it is compiled before the few paced samples are taken. */
  private static long timedSample(Sampler<?> sampler) {
    long start = System.nanoTime();
    sample(sampler);
    return System.nanoTime() - start;
  }

  /**
   * Lets everything be compiled that the samples of this source may need. The file itself is not
   * enough: read in a tight loop, it hardly changes.
   */
  void warmUp(Path directory) throws IOException {
    for (double share : hasCells() ? Bench.SHARES : new double[0]) {
      rewritten(share, directory, BATCHES / 10);
      replay().run("", share, ROUNDS / 10);
    }
    long begin = System.nanoTime();
    int samples = 0;
    while (samples < WARM_UP && System.nanoTime() - begin < LONG_CASE / 2) {
      timedSample(sampler);
      samples++;
    }
    long each = (System.nanoTime() - begin) / samples;
    batches = Math.clamp(LONG_CASE / (2 * BATCH * each), LEAST_BATCHES, BATCHES);
  }

  /** Measures the file itself, read as most Java programs read it today. */
  Result files() {
    FilesReader reader = new FilesReader(path);
    for (int i = 0; i < batches * BATCH / 2; i++) {
      reader.read();
    }
    return inTurn("files", reader::read);
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  private Result inTurn(String kase, Runnable java) {
    long[] javaNs = new long[batches * BATCH];
    long[] cNs = new long[batches * BATCH];
    try (OpenInC inC = new OpenInC()) {
      for (int at = 0; at < javaNs.length; at += BATCH) {
        for (int i = at; i < at + BATCH; i++) {
          long start = System.nanoTime();
          java.run();
          javaNs[i] = System.nanoTime() - start;
        }
        inC.read(BATCH, cNs, at);
      }
    }
    long before = allocated();
    for (int i = 0; i < batches; i++) {
      java.run();
    }
    double bytes = (double) (allocated() - before) / batches;
    return result(kase, Statistics.median(javaNs), Statistics.median(cNs), bytes);
  }

  /**
   * Measures the file itself, with a pause before each sample, so that all caches have gone cold.
   */
  Result paced() {
    long[] javaNs = new long[PACED];
    long[] cNs = new long[PACED];
    long bytes = 0;
    try (OpenInC inC = new OpenInC()) {
      for (int i = 0; i < PACED; i++) {
        LockSupport.parkNanos(PAUSE);
        inC.read(1, cNs, i);
        long before = allocated();
        LockSupport.parkNanos(PAUSE);
        javaNs[i] = timedSample(sampler);
        bytes += allocated() - before;
        paced.append(sampler);
      }
    }
    return result(
        isGathered() ? "gathered, paced" : "paced",
        Statistics.median(javaNs),
        Statistics.median(cNs),
        (double) bytes / PACED);
  }

  /** The share of numbers changed, as in the table. */
  private static String percent(double share) {
    return Math.round(share * 100) + "%";
  }

  /** Measures a regular file with a text like this one, rewritten in place before each sample. */
  Result rewritten(double share, Path directory) throws IOException {
    return rewritten(share, directory, BATCHES);
  }

  private Result rewritten(double share, Path directory, int batches) throws IOException {
    long[] javaNs = new long[batches * BATCH];
    long[] cNs = new long[batches * BATCH];
    long bytes = 0;
    try (RewrittenFile copy = new RewrittenFile(directory.resolve(name), replay().changingText());
        CReader.OpenFile inC = openInC(copy.path());
        Sampler<?> ofCopy = sampler(directory)) {
      for (int at = 0; at < javaNs.length; at += BATCH) {
        for (int i = at; i < at + BATCH; i++) {
          copy.change(share);
          long before = allocated();
          javaNs[i] = timedSample(ofCopy);
          bytes += i < javaNs.length / 2 ? 0 : allocated() - before;
        }
        for (int i = at; i < at + BATCH; i++) {
          copy.rewrite();
          inC.read(1, cNs, i);
        }
      }
    }
    return result(
        percent(share),
        Statistics.median(javaNs),
        Statistics.median(cNs),
        bytes / (javaNs.length / 2.0));
  }

  /** Measures appending a change to a history, with a tenth of the numbers changed. */
  Result history(Path directory) throws IOException {
    long[] ns = new long[BATCHES * BATCH];
    int changes = 0;
    try (RewrittenFile copy = new RewrittenFile(directory.resolve(name), replay().changingText());
        Sampler<?> ofCopy = file.sampler(directory)) {
      ChangeHistory history = ChangeHistory.keeping(HISTORY);
      for (int i = 0; i < ns.length; i++) {
        changes = copy.change(0.1);
        sample(ofCopy);
        long start = System.nanoTime();
        history.append(ofCopy);
        ns[i] = System.nanoTime() - start;
      }
    }
    return result(
        "history", (Statistics.median(ns) - clock()) / changes, Double.NaN, paced.bytesPerChange());
  }

  String name() {
    return name;
  }

  CountedHistory pacedHistory() {
    return paced;
  }

  /** Measures the replay of a text in memory. */
  Result replay(double share) {
    return replay().run("replay " + percent(share), share, ROUNDS);
  }

  /** The time between two successive readings of the clock. */
  private static double clock() {
    long[] ns = new long[BATCHES];
    for (int i = 0; i < ns.length; i++) {
      long start = System.nanoTime();
      ns[i] = System.nanoTime() - start;
    }
    return Statistics.median(ns);
  }

  /** Whether it is one file, which can be read like any other. */
  boolean isOneFile() {
    return replay != null;
  }

  /** Whether the text contains numbers that can be changed. */
  boolean hasCells() {
    return replay != null && replay.hasCells();
  }

  @Override
  public void close() {
    sampler.close();
  }
}
