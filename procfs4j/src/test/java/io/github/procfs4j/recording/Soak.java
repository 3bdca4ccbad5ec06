package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.Rewritten;
import io.github.procfs4j.model.History;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/**
 * A program that records hours of simulated time, once a second: a file whose numbers grow, one
 * whose rows come and go, and processes of which two come and two go each second. All samples go
 * into a complete recording, into one that keeps the newest part, and into bounded histories. A
 * line occasionally shows the resources that all this takes.
 *
 * <p>The files are made up and regular, because those of procfs cannot be controlled.
 */
final class Soak {
  static final long SECOND = 1_000_000_000;

  static final int COMING = 2;
  private static final int PROCESSES = 60;
  private static final long HISTORY = 1 << 17;
  private static final int REPORTS = 8;

  private final Path root;
  private final Random random = new Random(20_261_123);
  private final SimulatedTime time = new SimulatedTime();
  private final ArrayDeque<Integer> pids = new ArrayDeque<>();
  private int nextPid = 1_000;
  private int tick;

  private Soak(Path root) {
    this.root = root;
  }

  /**
   * The resources at a time.
   *
   * @param heap the bytes in use after a garbage collection
   * @param resident the resident memory of the process, in kB
   * @param descriptors the number of open files
   * @param whole the size of the complete recording
   * @param rolling the size of both files of the other
   */
  record Load(int seconds, long heap, long resident, int descriptors, long whole, long rolling) {
    static Load of(String line) {
      String[] words = line.split(" ", -1);
      return new Load(
          Integer.parseInt(words[0]),
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Integer.parseInt(words[3]),
          Long.parseLong(words[4]),
          Long.parseLong(words[5]));
    }

    @Override
    public String toString() {
      return "%d %d %d %d %d %d".formatted(seconds, heap, resident, descriptors, whole, rolling);
    }
  }

  /**
   * The greatest age of a sample that the second recording keeps, in nanoseconds: a share of the
   * total time such that it is full several times before the first half is over.
   */
  static long kept(int seconds) {
    return seconds / 12 * SECOND;
  }

  static Path whole(Path directory) {
    return directory.resolve("whole.rec");
  }

  static Path rolling(Path directory) {
    return directory.resolve("rolling.rec");
  }

  /** The arguments are the directory to work in, and the number of seconds to record. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    new Soak(Files.createDirectory(directory.resolve("proc")))
        .run(directory, Integer.parseInt(arguments[1]));
  }

  private void run(Path directory, int seconds) throws IOException {
    Processes processes = Processes.at(root).with(ProcessFile.IO);
    write();
    List<Recorder.Track> tracks = new ArrayList<>();
    for (Sampler<?> real :
        List.of(
            Stat.FILE.sampler(root, History.keeping(HISTORY)),
            Session.table("file").sampler(root, History.keeping(HISTORY)),
            processes.sampler(History.keeping(HISTORY)))) {
      tracks.add(new Recorder.Track(time.of(real), Duration.ofNanos(SECOND)));
    }
    RecordingFacts facts = RecordingFacts.none();
    try (RecordingWriter whole =
            RecordingWriter.create(whole(directory), false, tracks, facts, time);
        RollingWriter rolling =
            RollingWriter.create(
                rolling(directory),
                false,
                tracks,
                facts,
                Duration.ofNanos(kept(seconds)),
                Long.MAX_VALUE,
                time)) {
      for (tick = 1; tick <= seconds; tick++) {
        write();
        for (int i = 0; i < tracks.size(); i++) {
          Sampler<?> sampler = tracks.get(i).sampler();
          if (sampler.sample() != Outcome.SAMPLED) {
            throw new IllegalStateException(sampler.problem().orElseThrow());
          }
          whole.sampled(i, sampler);
          rolling.sampled(i, sampler);
        }
        time.pass(SECOND);
        whole.idleUntil(time.nanoTime());
        rolling.idleUntil(time.nanoTime());
        if (tick * REPORTS / seconds > (tick - 1) * REPORTS / seconds) {
          System.out.println(load(directory));
        }
      }
    }
    tracks.forEach(track -> track.sampler().close());
    System.out.println(descriptors());
  }

  private Load load(Path directory) throws IOException {
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    Path rolling = rolling(directory);
    Path next = RollingWriter.next(rolling);
    return new Load(
        tick,
        heap,
        resident(),
        descriptors(),
        Files.size(whole(directory)),
        Files.size(rolling) + (Files.exists(next) ? Files.size(next) : 0));
  }

  private static int descriptors() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Writes the files for the next second. */
  private void write() throws IOException {
    StringBuilder stat = new StringBuilder();
    for (int cpu = 0; cpu < 8; cpu++) {
      stat.append("cpu").append(cpu);
      for (int i = 1; i <= 10; i++) {
        stat.append(' ').append((long) tick * i * (cpu + 1));
      }
      stat.append('\n');
    }
    write("stat", stat.append("ctxt ").append(tick * 977L).append('\n').toString());
    StringBuilder rows = new StringBuilder();
    for (int row = tick / 10; row < tick / 10 + 5; row++) {
      rows.append("row")
          .append(row)
          .append(' ')
          .append(tick)
          .append(" 7 ")
          .append(row)
          .append('\n');
    }
    write("file", rows.toString());
    while (pids.size() < PROCESSES) {
      begin(nextPid++);
    }
    for (int i = 0; i < COMING; i++) {
      end(pids.removeFirst());
      begin(nextPid++);
    }
    for (int pid : pids) {
      if (random.nextInt(10) == 0) {
        writeProcess(pid);
      }
    }
  }

  private void begin(int pid) throws IOException {
    Files.createDirectory(root.resolve(Integer.toString(pid)));
    writeProcess(pid);
    pids.add(pid);
  }

  private void end(int pid) throws IOException {
    Path directory = root.resolve(Integer.toString(pid));
    Files.delete(directory.resolve("stat"));
    Files.delete(directory.resolve("io"));
    Files.delete(directory);
  }

  private void writeProcess(int pid) throws IOException {
    String before =
        "%d (made up %d) S 1 %d %d 0 -1 4194304 %d 0 0 0 %d %d 0 0 20 0 1 0 %d 1000000 100 "
            .formatted(pid, pid, pid, pid, tick, tick / 2, tick / 3, 100 * pid);
    write(pid + "/stat", before + String.join(" ", Collections.nCopies(28, "0")) + "\n");
    write(
        pid + "/io",
        String.format(
            Locale.ROOT,
            """
            rchar: %d
            wchar: %d
            syscr: %d
            syscw: 5
            read_bytes: 4096
            write_bytes: 0
            cancelled_write_bytes: 0
            """,
            tick * 1000L,
            tick * 10L,
            tick));
  }

  private void write(String name, String text) throws IOException {
    Rewritten.with(root.resolve(name), text.getBytes(ISO_8859_1));
  }
}
