package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.Rewritten;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A program that records an hour of simulated time, once a second: {@code stat} and 500 processes,
 * of which 50 use CPU time, do I/O and switch in each second, and one ends and one starts. Their
 * files are those of a real process, with other numbers. It makes the recording on which the cost
 * of a report is measured: docs/performance.md.
 */
final class HourOfProcesses {
  private static final long SECOND = 1_000_000_000;
  private static final int SECONDS = 3600;
  private static final int PROCESSES = 500;
  private static final int ACTIVE = 50;

  private final Path root;
  private final Random random = new Random(19);
  private final ArrayDeque<Integer> pids = new ArrayDeque<>();
  private final Map<String, byte[]> real;
  private final String prefix;
  private int nextPid = 1_000;
  private int tick;

  private HourOfProcesses(Path root) {
    this.root = root;
    real = ProcessTrees.of(ProcessTrees.variants().findFirst().orElseThrow()).files();
    prefix =
        real.keySet().stream()
            .filter(name -> name.matches("s0/[0-9]+/io"))
            .map(name -> name.substring(0, name.length() - "io".length()))
            .filter(name -> real.containsKey(name + "status") && real.containsKey(name + "statm"))
            .findFirst()
            .orElseThrow();
  }

  /** The argument is the directory to work in, preferably in memory. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    new HourOfProcesses(Files.createDirectory(directory.resolve("proc"))).run(directory);
  }

  private void run(Path directory) throws IOException {
    SimulatedTime time = new SimulatedTime();
    write();
    List<Recorder.Track> tracks = new ArrayList<>();
    for (Sampler<?> sampler :
        List.of(
            Stat.FILE.sampler(root),
            Processes.at(root)
                .with(ProcessFile.STATM, ProcessFile.STATUS, ProcessFile.IO, ProcessFile.SCHEDSTAT)
                .sampler())) {
      tracks.add(new Recorder.Track(time.of(sampler), Duration.ofNanos(SECOND)));
    }
    RecordingFacts facts =
        RecordingFacts.of(Map.of("page_size", "4096", "ticks_per_second", "100"));
    try (RecordingWriter writer =
        RecordingWriter.create(directory.resolve("hour.rec"), false, tracks, facts, time)) {
      for (tick = 1; tick <= SECONDS; tick++) {
        write();
        for (int i = 0; i < tracks.size(); i++) {
          Sampler<?> sampler = tracks.get(i).sampler();
          if (sampler.sample() != Outcome.SAMPLED) {
            throw new IllegalStateException(sampler.problem().orElseThrow());
          }
          writer.sampled(i, sampler);
        }
        time.pass(SECOND);
        writer.idleUntil(time.nanoTime());
      }
    }
    tracks.forEach(track -> track.sampler().close());
  }

  private void write() throws IOException {
    StringBuilder stat = new StringBuilder();
    for (String cpu : List.of("cpu", "cpu0", "cpu1")) {
      int factor = cpu.equals("cpu") ? 2 : 1;
      stat.append(cpu).append(' ').append(40L * factor * tick).append(" 0 ");
      stat.append(10L * factor * tick).append(' ').append(50L * factor * tick);
      stat.append(" 0 0 0 0 0 0\n");
    }
    stat.append("ctxt ").append(tick * 977L).append("\nbtime 1700000000\nprocesses ");
    stat.append(1_000 + tick).append("\nprocs_running 2\nprocs_blocked 0\n");
    write("stat", stat.toString());
    while (pids.size() < PROCESSES) {
      begin(nextPid++);
    }
    end(pids.removeFirst());
    begin(nextPid++);
    List<Integer> all = new ArrayList<>(pids);
    for (int i = 0; i < ACTIVE; i++) {
      // A few are busy all the time, most now and then.
      writeProcess(all.get(i < ACTIVE / 5 ? PROCESSES - 1 - i : random.nextInt(PROCESSES)));
    }
  }

  private void begin(int pid) throws IOException {
    Files.createDirectory(root.resolve(Integer.toString(pid)));
    write(pid + "/comm", "made-up-" + pid % 20 + "\n");
    write(pid + "/cmdline", "made-up-" + pid % 20 + "\0--number\0" + pid + "\0");
    writeProcess(pid);
    pids.add(pid);
  }

  private void end(int pid) throws IOException {
    Path directory = root.resolve(Integer.toString(pid));
    for (String name : List.of("comm", "cmdline", "stat", "statm", "status", "io", "schedstat")) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
  }

  private void writeProcess(int pid) throws IOException {
    String[] fields = real("stat").replaceFirst("^.*\\) ", "").strip().split(" ", -1);
    fields[11] = Integer.toString(tick / 2 + random.nextInt(3)); // utime
    fields[12] = Integer.toString(tick / 5); // stime
    fields[19] = Long.toString(100L * tick); // starttime
    fields[21] = Integer.toString(2_000 + random.nextInt(50) + tick / 10); // rss
    if (Files.exists(root.resolve(pid + "/stat"))) {
      fields[19] = Files.readString(root.resolve(pid + "/stat"), ISO_8859_1).split(" ", -1)[21];
    }
    write(pid + "/stat", pid + " (made-up-" + pid % 20 + ") " + String.join(" ", fields) + "\n");
    write(pid + "/statm", real("statm"));
    write(
        pid + "/status",
        real("status")
            .replaceAll("(voluntary_ctxt_switches:\t)\\d+", "$1" + (tick + random.nextInt(3))));
    write(pid + "/io", real("io").replaceAll("((?:read|write)_bytes: )\\d+", "$1" + 4096L * tick));
    write(pid + "/schedstat", tick * 1_000_000L + " " + tick * 50_000L + " " + tick + "\n");
  }

  private String real(String file) {
    byte[] text = real.get(prefix + file);
    if (text == null) {
      throw new IllegalStateException(prefix + file);
    }
    return new String(text, ISO_8859_1);
  }

  private void write(String name, String text) throws IOException {
    Rewritten.with(root.resolve(name), text.getBytes(ISO_8859_1));
  }
}
