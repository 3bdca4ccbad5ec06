package io.github.procfs4j;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.procfs4j.machine.KernelConfig;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Rates;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.process.KernelStack;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.process.SystemCall;
import io.github.procfs4j.process.SystemCallTable;
import io.github.procfs4j.process.WorkingSet;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.recording.HistoryCopy;
import io.github.procfs4j.recording.LateTicks;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.MarkInbox;
import io.github.procfs4j.recording.RecordedPlayback;
import io.github.procfs4j.recording.RecordedSample;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.recording.RollingWriter;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.SelfSampler;
import io.github.procfs4j.sampling.Shared;
import io.github.procfs4j.sampling.SharedReader;
import io.github.procfs4j.sampling.SingleReadings;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.system.CgroupCpu;
import io.github.procfs4j.system.CgroupIo;
import io.github.procfs4j.system.CgroupMemory;
import io.github.procfs4j.system.CgroupPids;
import io.github.procfs4j.system.CgroupPressure;
import io.github.procfs4j.system.CgroupProcs;
import io.github.procfs4j.system.Cgroups;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * An object of each public class, as a user would obtain it, for files that real kernels printed:
 * some are created here, and the others are returned by methods without parameters.
 */
final class Instances {
  static final String VARIANT = "amd64-6.1-smp8-numa2";

  /** Methods that act, wait, or move on. */
  private static final Set<String> ACTS =
      Set.of(
          "abandon",
          "build",
          "clone",
          "close",
          "iterator",
          "next",
          "run",
          "sample",
          "spliterator",
          "stop",
          "stream",
          "workingSet");

  private final Map<Class<?>, Object> found = new LinkedHashMap<>();
  private final Deque<Object> toDo = new ArrayDeque<>();
  private final Path root;

  /** Creates the objects for a tree that is written to {@code directory}. */
  Instances(Path directory) throws IOException {
    root = Files.createDirectories(directory.resolve("proc"));
    writeTree();
    seed(directory);
    while (!toDo.isEmpty()) {
      visit(toDo.remove());
    }
  }

  /** The directory used as {@code /proc}. */
  Path root() {
    return root;
  }

  /** All objects, by their classes. */
  Map<Class<?>, Object> byClass() {
    return found;
  }

  /** The first object found that is one of {@code type}. */
  <T> Optional<T> of(Class<T> type) {
    return found.values().stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private void writeTree() throws IOException {
    copy(Corpus.tree(VARIANT, "s0"), root);
    copy(Path.of("src/test/resources/machine").resolve(VARIANT).resolve("s0"), root);
    ProcessTrees processes = ProcessTrees.of(VARIANT);
    String pid = processes.pid("mm");
    copy(
        Path.of("src/test/resources/processes").resolve(VARIANT).resolve("s1/mm"),
        root.resolve(pid));
    for (Map.Entry<String, byte[]> file : processes.files().entrySet()) {
      if (file.getKey().startsWith("s1/" + pid + "/")) {
        Path to = root.resolve(file.getKey().substring("s1/".length()));
        Files.createDirectories(to.getParent());
        Files.write(to, file.getValue());
      }
    }
    copy(Path.of("src/test/resources/affinity/amd64-6.18-smp2/irq"), root.resolve("irq"));
    copy(
        Path.of("src/test/resources/cgroups").resolve(VARIANT).resolve("s1/wl grp"),
        root.resolveSibling("groups/group"));
    // Made up: no tree has them.
    Files.writeString(
        root.resolve("allocinfo"),
        "allocinfo - version: 1.0\n# <size> <calls> <tag info>\n 4096 1 mm/a.c:1 func:f\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(root.resolve("config.gz")))) {
      out.write("CONFIG_HZ=250\n".getBytes(US_ASCII));
    }
  }

  private static void copy(Path from, Path into) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  Path to = into.resolve(from.relativize(file).toString());
                  Files.createDirectories(to.getParent());
                  Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private void seed(Path directory) throws IOException {
    Procfs proc = Procfs.at(root);
    Figure busy = Stat.FILE.figure("cpu", "busy");
    add(
        proc,
        busy,
        Stat.FILE,
        KernelConfig.FILE,
        new SingleReadings(root),
        Descriptions.NONE,
        KernelConstants.ofRunningKernel());
    long pid = Long.parseLong(ProcessTrees.of(VARIANT).pid("mm"));
    add(proc.process(pid), proc.process(pid).smapsRollup().orElseThrow(), Procfs.mounted().self());
    try {
      add(Procfs.mounted().process(ProcessHandle.current().pid()).workingSet());
    } catch (UnreadableException e) {
      // This kernel does not support the measurement.
    }

    Cgroups group = Cgroups.named("/group").at(root.resolveSibling("groups"));
    add(
        group,
        group.place(CgroupCpu.FILE).read(root),
        group.place(CgroupMemory.FILE).read(root),
        group.place(CgroupIo.FILE).read(root),
        group.place(CgroupPids.FILE).read(root),
        group.place(CgroupPressure.FILE).read(root),
        group.place(CgroupProcs.FILE).read(root));

    Sampler<Stat> stat = proc.sampler(Stat.FILE, History.keepingAll());
    Interval interval = stat.intervals();
    stat.sample();
    interval.next();
    stat.sample();
    interval.next();
    add(stat, interval, stat.handle(Stat.cpu(0), StatColumns.CPU_USER), Snapshot.of(stat));
    add(new Rates.Rate(0, 1, 2), new TimeSeries.Point(0, 1, false));
    TimeSeries series = stat.history().series(Stat.cpu(0), StatColumns.CPU_USER);
    add(series, series.rate());

    Sampler<ProcessTable> processes =
        proc.processes().with(ProcessFile.values()).withThreads().sampler();
    processes.sample();
    add(ProcessFilter.pids(pid), ProcessFilter.named("java"), ProcessFilter.descendants(pid));
    add(ProcessFilter.commandLine(Pattern.compile("x")));
    add(new WorkingSet.Window(1, 1, proc.process(pid).smaps().total(), Map.of()));

    byte[] stack = "[<0>] do_syscall_64+0x71/0x280\n".getBytes(US_ASCII);
    add(KernelStack.parse("stack", stack), SystemCallTable.of("x86_64"));
    ProcessDirectory self = Procfs.mounted().process(ProcessHandle.current().pid());
    add(self.waitChannel(), SystemCall.parse("syscall", "running\n".getBytes(US_ASCII)));
    Waits waits = Procfs.mounted().waits().matching(ProcessFilter.pids(self.stat().pid()));
    Sampler<WaitTable> sampled = waits.sampler();
    sampled.sample();
    add(waits, sampled.view(), sampled.view().threads().getFirst());
    sampled.close();

    Shared<Stat> shared = proc.shared(Stat.FILE, Duration.ZERO);
    SharedReader<Stat> reader = shared.reader();
    add(shared, reader, reader.rowChanges());

    List<Recorder.Track> tracks =
        SelfSampler.with(
            List.of(new Recorder.Track(proc.sampler(Stat.FILE), Duration.ofSeconds(1))), null);
    RecordingFacts facts = RecordingFacts.ofMachine(root);
    Path file = directory.resolve("recording");
    RecordingWriter writer = RecordingWriter.create(file, false, tracks, facts);
    Recorder recorder = new Recorder(tracks, writer);
    recorder.run(Duration.ZERO);
    writer.close();
    add(writer, recorder, tracks.getLast(), tracks.getLast().sampler(), facts);
    add(new Recorder.UnderWay(0, 1), new RecordedSource.Failure(1, "absent", "no such file"));
    add(
        RollingWriter.create(
            directory.resolve("rolling"), false, tracks, facts, Duration.ofHours(1), 1 << 20));
    add(new Mark(1, "deployed"), MarkInbox.of(file, false));
    Recording recording = Recording.open(file);
    RecordedPlayback<Stat> playback = recording.samples(Stat.FILE).play();
    playback.next();
    RecordedSample<Stat> sample = playback.copy();
    add(recording, recording.samples(Stat.FILE), playback, sample, sample.view());
    add(recording.lateTicks(recording.sources().getFirst()), new LateTicks(1, 3));
    add(new HistoryCopy.Missing(List.of(new LateTicks(1, 3)), List.of()));
    Relations relations = Relations.of(recording, "recording");
    Relation relation = relations.find("stat.cpu").orElseThrow();
    Rows rows = relations.rows(relation);
    rows.next();
    add(relations, relation, rows);
    add(new RecordingCopy.Part(recording, recording.sources(), 0, 1, 0));
    add(new Problem("/proc/stat", 1, 1, "x", "a number", 0));
    add(Limits.AMOUNT.partOf("MemTotal", (of, row) -> 1));
    Procfs.onceFiles().forEach(once -> add(once.facts(root, once.bytes(root)).toArray()));
  }

  private void add(Object... objects) {
    for (Object object : objects) {
      switch (object) {
        case Optional<?> optional -> optional.ifPresent(this::add);
        case Map<?, ?> map ->
            map.entrySet().stream().limit(1).forEach(e -> add(e.getKey(), e.getValue()));
        case Collection<?> all -> all.stream().limit(1).forEach(this::add);
        default -> {
          Class<?> type = object.getClass();
          if (type.getPackageName().startsWith("io.github.procfs4j")
              && !type.isSynthetic()
              && found.putIfAbsent(type, object) == null) {
            toDo.add(object);
          }
        }
      }
    }
  }

  /** Adds what the methods without parameters of an object return. */
  private void visit(Object object) {
    for (Method method : object.getClass().getMethods()) {
      if (method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && method.getDeclaringClass() != Object.class
          && !ACTS.contains(method.getName())) {
        Object returned;
        try {
          method.setAccessible(true); // the class may be one that is not public
          returned = method.invoke(object);
        } catch (InvocationTargetException e) {
          continue; // such as the method for a file that this tree does not have
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }

        if (returned != null) {
          add(returned);
        }
      }
    }
  }
}
