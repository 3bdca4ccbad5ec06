package io.github.procfs4j.recording;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.model.slots.Slots;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A program that makes two groups of ten recordings, each of ten minutes of simulated time, ten
 * times a second: the usual files of the system, and 500 processes with 250 names, of which 50 use
 * CPU time, do I/O and switch in each sample, and one ends and one starts in each second. The first
 * sample of each source is that of a real kernel; later numbers are made up. The recordings are
 * those on which the cost of a comparison is measured: docs/performance.md.
 */
final class TenMinuteRuns {
  private static final long PERIOD = 100_000_000;
  private static final int SAMPLES = 6_000;
  private static final int RUNS = 10;
  private static final int PROCESSES = 500;
  private static final int NAMES = 250;
  private static final int ACTIVE = 50;
  private static final String KERNEL = "amd64-6.1-smp8-numa2";

  private static final List<String> USUAL =
      List.of(
          "stat",
          "meminfo",
          "vmstat",
          "diskstats",
          "uptime",
          "net/dev",
          "pressure/cpu",
          "pressure/memory",
          "pressure/io");

  private final Random random;

  /** By how much more the processes of one name in ten do. */
  private final double more;

  private final SimulatedTime time = new SimulatedTime();

  private TenMinuteRuns(long seed, double more) {
    random = new Random(seed);
    this.more = more;
  }

  /** The argument is the directory to work in, preferably in memory. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (int run = 1; run <= RUNS; run++) {
      String name = String.format(Locale.ROOT, "%02d.rec", run);
      new TenMinuteRuns(run, 1).run(directory, Path.of("a", name));
      new TenMinuteRuns(100 + run, 1.3).run(directory, Path.of("b", name));
    }
  }

  private void run(Path directory, Path name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    List<Simulated> all = new ArrayList<>();
    List<RecordingWriter.Written> sources = new ArrayList<>();
    for (var known : Procfs.sampledFiles()) {
      if (USUAL.contains(known.source().name())) {
        try (Sampler<?> sampler = known.sampler(Corpus.tree(KERNEL, "s0"))) {
          sampler.sample();
          all.add(new OfSystem(sampler));
          sources.add(new RecordingWriter.Written(sampler.source(), Duration.ofNanos(PERIOD)));
        }
      }
    }
    try (Sampler<?> sampler =
        Processes.at(tree(directory.resolve("proc")))
            .with(ProcessFile.STATM, ProcessFile.STATUS, ProcessFile.IO, ProcessFile.SCHEDSTAT)
            .sampler()) {
      sampler.sample();
      all.add(new OfProcesses(sampler));
      sources.add(new RecordingWriter.Written(sampler.source(), Duration.ofNanos(PERIOD)));
    }
    RecordingFacts facts =
        RecordingFacts.of(
            Map.of("page_size", "4096", "ticks_per_second", "100", "cpus", "8", "host", "made-up"));
    try (RecordingWriter writer = RecordingWriter.of(file, true, sources, facts, time)) {
      for (int i = 0; i < SAMPLES; i++) {
        for (int source = 0; source < all.size(); source++) {
          all.get(source).next();
          writer.add(source, all.get(source));
        }
        time.pass(PERIOD);
        writer.idleUntil(time.nanoTime());
      }
    }
  }

  /** A tree with one real process and {@code stat} of a real kernel. */
  private static Path tree(Path root) throws IOException {
    ProcessTrees real = ProcessTrees.of(ProcessTrees.variants().findFirst().orElseThrow());
    String prefix =
        real.directories("io").stream()
            .filter(it -> it.matches("s0/[0-9]+") && real.files().containsKey(it + "/schedstat"))
            .findFirst()
            .orElseThrow();
    for (String name : List.of("comm", "cmdline", "stat", "statm", "status", "io", "schedstat")) {
      Path ignored =
          ProcessTrees.write(
              root.resolve(prefix.substring("s0/".length())).resolve(name),
              real.bytes(prefix + "/" + name));
    }
    for (String name : List.of("stat", "uptime")) {
      Path ignored = ProcessTrees.write(root.resolve(name), Corpus.bytes(KERNEL, "s0", name));
    }
    return root;
  }

  /** The samples of a source, of which the numbers are made up. */
  private abstract class Simulated implements Sample {
    private final BitSet touched = new BitSet();
    private Layout layout;
    private long[] before = {};
    private long[] values = {};
    private int[] changed = {};
    private boolean isContinuation;
    private boolean isFirst = true;

    Simulated(Layout layout) {
      this.layout = layout;
    }

    /** Makes the numbers of the next sample. */
    abstract void change();

    void next() {
      before = values.clone();
      touched.clear();
      isContinuation = !isFirst;
      isFirst = false;
      change();
      changed = touched.stream().filter(cell -> values[cell] != before(cell)).toArray();
    }

    private long before(int cell) {
      return cell < before.length ? before[cell] : 0;
    }

    /** Goes on with a layout in which some rows have come. */
    final void layout(Layout now, int cells) {
      layout = now;
      values = Arrays.copyOf(values, Math.max(cells, values.length));
      before = Arrays.copyOf(before, values.length);
    }

    final void set(int cell, long value) {
      values[cell] = value;
      touched.set(cell);
    }

    /** A cell whose row has left, or was not there, was 0. */
    final void clear(int cell) {
      values[cell] = 0;
      before[cell] = 0;
    }

    /** Changes a number as one of its kind does: one that is 0 stays so. */
    final void change(int cell, Column column, double factor) {
      long value = values[cell];
      if (value == 0) {
        return;
      }
      if (column.kind() == Kind.COUNTER) {
        boolean isTime = column.unit().name().equals(Unit.TICKS.name());
        set(cell, value + Math.round(factor * random.nextInt(isTime ? 3 : 2_000)));
      } else if (column.kind() == Kind.GAUGE) {
        long least = Math.max(1, value / 500);
        set(cell, Math.max(1, value + random.nextLong(-least, least + 1)));
      }
    }

    @Override
    public Layout layout() {
      return layout;
    }

    @Override
    public long value(int cell) {
      return values[cell];
    }

    @Override
    public long startNanos() {
      return time.nanoTime();
    }

    @Override
    public long endNanos() {
      return time.nanoTime() + 20_000;
    }

    @Override
    public boolean isContinuation() {
      return isContinuation;
    }

    @Override
    public int changes() {
      return changed.length;
    }

    @Override
    public int changed(int i) {
      return changed[i];
    }

    @Override
    public long delta(int i) {
      return values[changed[i]] - before(changed[i]);
    }
  }

  /** A file of the system: half of its numbers change in each sample. */
  private final class OfSystem extends Simulated {
    private final long[] first;

    OfSystem(Reading real) {
      super(real.layout());
      first = new long[real.layout().cells()];
      Arrays.setAll(first, real::value);
    }

    @Override
    void change() {
      if (!isContinuation()) {
        layout(layout(), first.length);
        for (int cell = 0; cell < first.length; cell++) {
          set(cell, first[cell]);
        }
        return;
      }
      for (int cell = 0; cell < first.length; cell++) {
        if (random.nextBoolean()) {
          change(cell, layout().column(cell), 1);
        }
      }
    }
  }

  /** The process table. */
  private final class OfProcesses extends Simulated {
    private final Row census;
    private final List<Column> ofCensus;
    private final long[] firstOfCensus;
    private final List<Column> columns;
    private final long[] firstOfProcess;
    private final long[] firstOfNew;

    /** The cell of the time since boot, in hundredths of a second, which are ticks. */
    private final int uptime;

    private final Slots slots;
    private final int[] slotOf = new int[PROCESSES];
    private int started;
    private int samples;

    OfProcesses(Reading real) {
      super(real.layout());
      census = real.layout().rows(real.layout().table("census").orElseThrow().table()).getFirst();
      ofCensus = columns(real, census);
      firstOfCensus = values(real, census);
      Row process = real.layout().rows(ProcessTable.PROCESS).getFirst();
      columns = columns(real, process);
      firstOfProcess = values(real, process);
      firstOfNew = firstOfProcess.clone();
      for (int c = 0; c < firstOfNew.length; c++) {
        // Counters of a new process begin at 0, but those that are 0 stay so here.
        firstOfNew[c] =
            columns.get(c).kind() == Kind.COUNTER ? Math.min(1, firstOfNew[c]) : firstOfNew[c];
      }
      uptime = ofCensus.stream().map(Column::name).toList().indexOf("uptime");
      slots = new Slots(Math.max(columns.size(), ofCensus.size()));
    }

    private static List<Column> columns(Reading real, Row row) {
      List<Column> columns = new ArrayList<>();
      for (int cell = 0; cell < real.layout().cells(); cell++) {
        if (!real.layout().isHole(cell) && real.layout().row(cell).equals(row)) {
          columns.add(real.layout().column(cell));
        }
      }
      return columns;
    }

    private static long[] values(Reading real, Row row) {
      return columns(real, row).stream()
          .mapToLong(column -> real.value(row, column.name()).orElseThrow())
          .toArray();
    }

    @Override
    void change() {
      samples++;
      if (samples == 1) {
        int slot = slots.add(census, ofCensus);
        for (int i = 0; i < PROCESSES; i++) {
          slotOf[i] = -1;
          begin(i);
        }
        layout(slots.layout(), slots.cells());
        put(slot, firstOfCensus);
        for (int i = 0; i < PROCESSES; i++) {
          put(slotOf[i], firstOfProcess);
        }
      } else if (samples % 10 == 0) {
        int i = random.nextInt(PROCESSES);
        begin(i);
        layout(slots.layout(), slots.cells());
        put(slotOf[i], firstOfNew);
      }
      set(uptime, firstOfCensus[uptime] + 10L * samples);
      for (int i = 0; i < ACTIVE; i++) {
        // A few are busy all the time, most now and then.
        int process = i < ACTIVE / 5 ? i : random.nextInt(PROCESSES);
        int cell = slotOf[process] * slots.stride();
        for (int c = 0; c < columns.size(); c++) {
          if (random.nextBoolean()) {
            change(cell + c, columns.get(c), process % 10 == 0 ? more : 1);
          }
        }
      }
    }

    /** A process starts, instead of the one that was there. */
    private void begin(int i) {
      if (slotOf[i] >= 0) {
        slots.remove(slotOf[i]);
        for (int c = 0; c < slots.stride(); c++) {
          clear(slotOf[i] * slots.stride() + c);
        }
      }
      String name = "made-up-" + i % NAMES;
      slotOf[i] =
          slots.add(
              ProcessTable.PROCESS.row(
                  Integer.toString(1_000 + started),
                  Long.toString(firstOfCensus[uptime] + 10L * samples),
                  name,
                  name + " --number " + started,
                  name + " --number " + started),
              columns);
      started++;
    }

    private void put(int slot, long[] numbers) {
      for (int c = 0; c < numbers.length; c++) {
        set(slot * slots.stride() + c, numbers[c]);
      }
    }
  }
}
