package io.github.procfs4j;

import static io.github.procfs4j.MisusedObjects.State.CLOSED;
import static io.github.procfs4j.MisusedObjects.State.FELL;
import static io.github.procfs4j.MisusedObjects.State.GONE;
import static io.github.procfs4j.MisusedObjects.State.NEW;
import static io.github.procfs4j.MisusedObjects.State.ONE;
import static io.github.procfs4j.MisusedObjects.State.USED;

import io.github.procfs4j.model.CellHandle;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Distribution;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Rates;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.model.changes.ChangeHistory;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.process.WorkingSet;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.MarkInbox;
import io.github.procfs4j.recording.RecordedPlayback;
import io.github.procfs4j.recording.RecordedSample;
import io.github.procfs4j.recording.RecordedSamples;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.recording.RollingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.SelfSampler;
import io.github.procfs4j.sampling.Shared;
import io.github.procfs4j.sampling.SharedReader;
import io.github.procfs4j.sampling.SingleReadings;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.DiskStatsColumns;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of each type with a state, brought into that state, and the arguments for its methods.
 * The texts are those of a real kernel, at two moments; in the wrong order, their counters fall.
 */
final class MisusedObjects implements AutoCloseable {
  private static final String VARIANT = Instances.VARIANT;
  private static final Table DISK = Table.of("disk", "device");

  /** What was done with an object, or is done wrong when its method is called. */
  enum State {
    /** Nothing is wrong: there were two samples. */
    SOUND,
    /** There was no sample yet. */
    NEW,
    /** There was one sample. */
    ONE,
    /** There were two, and a counter fell in between. */
    FELL,
    /** There were two, then the root vanished, and a third failed. A playback is at its end. */
    GONE,
    /** It was closed, stopped or ended by its last method. */
    CLOSED,
    /** Another thread is using it. Another sample was added to the history that is played back. */
    USED,
    /** The row, column, figure, table, source or sampler is that of another source. */
    FOREIGN,
    /** The index is negative, or too large. */
    RANGE
  }

  /** What is made. */
  enum Kind {
    FILE_SAMPLER(Sampler.class),
    PROCESS_SAMPLER(Sampler.class),
    SELF_SAMPLER(SelfSampler.class),
    VIEW(View.class),
    HANDLE(CellHandle.class),
    INTERVAL(Interval.class),
    INTERVAL_OF_PROCESSES(Interval.class),
    HISTORY(History.class),
    HISTORY_PLAYBACK(Playback.class),
    RECORDED_PLAYBACK(RecordedPlayback.class),
    RECORDED_SAMPLES(RecordedSamples.class),
    RECORDED_SAMPLE(RecordedSample.class),
    RECORDING(Recording.class),
    WRITER(RecordingWriter.class),
    ROLLING_WRITER(RollingWriter.class),
    MARK_INBOX(MarkInbox.class),
    RECORDER(Recorder.class),
    SHARED(Shared.class),
    READER(SharedReader.class),
    READINGS(SingleReadings.class),
    SNAPSHOT(Snapshot.class),
    LAYOUT(Layout.class),
    SERIES(TimeSeries.class),
    SERIES_BUILDER(TimeSeries.Builder.class),
    RATES(Rates.class),
    DISTRIBUTION(Distribution.class),
    WORKING_SET(WorkingSet.class),
    OWN_PROCESS(OwnProcess.class);

    private final Class<?> type;

    Kind(Class<?> type) {
      this.type = type;
    }

    Class<?> type() {
      return type;
    }

    private boolean isOfProcesses() {
      return this == PROCESS_SAMPLER || this == INTERVAL_OF_PROCESSES;
    }
  }

  /** The types of arguments of which there is one of another source. */
  private static final Set<Class<?>> FOREIGNERS =
      Set.of(
          Row.class,
          Column.class,
          Figure.class,
          Table.class,
          SampledFile.class,
          Sampler.class,
          Sample.class,
          ProcessTable.class,
          RecordedSource.class);

  private final Path root;
  private final Path directory;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Thread> users = new ArrayList<>();
  private @Nullable Recording recording;

  MisusedObjects(Path parent) throws IOException {
    directory = Files.createTempDirectory(parent, "m");
    root = Files.createDirectory(directory.resolve("proc"));
    moment("s0");
  }

  /** Writes the texts of a moment. */
  private void moment(String moment) throws IOException {
    moment(moment, root);
  }

  private static void moment(String moment, Path root) throws IOException {
    Files.createDirectories(root);
    for (String name : List.of("stat", "uptime")) {
      Rewritten.with(root.resolve(name), Corpus.bytes(VARIANT, moment, name));
    }
    ProcessTrees trees = ProcessTrees.of(VARIANT);
    Path process = Files.createDirectories(root.resolve(trees.pid("mm")));
    for (String name : List.of("stat", "cmdline")) {
      Rewritten.with(
          process.resolve(name), trees.bytes(moment + "/" + trees.pid("mm") + "/" + name));
    }
  }

  private void removeRoot() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T object) {
    opened.add(object);
    return object;
  }

  /** Does something repeatedly so that the state is reached. */
  private void reach(State state, Action sample) throws Exception {
    moment(state == FELL ? "s1" : "s0");
    if (state != NEW) {
      sample.run();
      if (state != ONE) {
        moment(state == FELL ? "s0" : "s1");
        sample.run();
      }
      if (state == GONE) {
        removeRoot();
        sample.run();
      }
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private Sampler<?> sampler(Kind kind, @Nullable History history) throws Exception {
    Sampler<?> sampler =
        opened(
            kind.isOfProcesses()
                ? history == null
                    ? Processes.at(root).sampler()
                    : Processes.at(root).sampler(history)
                : history == null ? Stat.FILE.sampler(root) : Stat.FILE.sampler(root, history));
    return sampler;
  }

  /** An object in a state; null if there is no such object. */
  @Nullable Object make(Kind kind, State state) throws Exception {
    Object made =
        switch (kind) {
          case FILE_SAMPLER, PROCESS_SAMPLER -> madeSampler(kind, state);
          case SELF_SAMPLER -> selfSampler(state);
          case VIEW ->
              state == USED
                  ? null
                  : ((Sampler<?>) Objects.requireNonNull(madeSampler(kind, state))).view();
          case HANDLE ->
              state == USED
                  ? null
                  : ((Sampler<?>) Objects.requireNonNull(madeSampler(kind, state)))
                      .handle(Stat.cpu(0), StatColumns.CPU_USER);
          case INTERVAL, INTERVAL_OF_PROCESSES -> interval(kind, state);
          case HISTORY -> history(state);
          case HISTORY_PLAYBACK -> historyPlayback(state);
          case RECORDED_PLAYBACK, RECORDED_SAMPLES, RECORDED_SAMPLE, RECORDING ->
              recorded(kind, state);
          case WRITER -> writer(state);
          case ROLLING_WRITER -> rollingWriter(state);
          case MARK_INBOX -> markInbox(state);
          case RECORDER -> recorder(state);
          case SHARED, READER -> shared(kind, state);
          case READINGS -> readings(state);
          case SNAPSHOT ->
              state == State.SOUND || state == State.FOREIGN || state == State.RANGE
                  ? Snapshot.of((Sampler<?>) Objects.requireNonNull(madeSampler(kind, state)))
                  : null;
          case LAYOUT ->
              state == USED || state == CLOSED
                  ? null
                  : ((Sampler<?>) Objects.requireNonNull(madeSampler(kind, state))).layout();
          case SERIES, RATES, DISTRIBUTION -> series(kind, state);
          case SERIES_BUILDER -> seriesBuilder(state);
          case WORKING_SET -> workingSet(state);
          case OWN_PROCESS ->
              state == State.SOUND || state == State.FOREIGN ? Procfs.mounted().self() : null;
        };
    return made;
  }

  private @Nullable Object madeSampler(Kind kind, State state) throws Exception {
    if (state == USED) {
      return usedSampler(kind);
    }
    Sampler<?> sampler = sampler(kind, History.keepingAll());
    reach(state, sampler::sample);
    if (state == CLOSED) {
      sampler.close();
    }
    return sampler;
  }

  private void blockIn() {
    inside.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void use(Action action) throws InterruptedException {
    users.add(
        Thread.ofPlatform()
            .name("first")
            .start(
                () -> {
                  try {
                    action.run();
                  } catch (Exception e) {
                    // The test looks at what the other thread gets.
                  }
                }));
    inside.await();
  }

  private @Nullable Object usedSampler(Kind kind) throws Exception {
    if (kind.isOfProcesses()) {
      return null; // it has no parser in which it could be held up
    }
    Sampler<Stat> sampler = opened(slowStat().sampler(root, History.keepingAll()));
    use(sampler::sample);
    return sampler;
  }

  private SampledFile<Stat> slowStat() {
    return new SampledFile<>(
        Stat.FILE.source(),
        Stat.FILE.printing(),
        (in, out) -> {
          blockIn();
          Stat.FILE.parser().parse(in, out);
        },
        List.of(),
        Stat.FILE.view());
  }

  private @Nullable Object selfSampler(State state) throws Exception {
    if (state == USED) {
      return null;
    }
    SelfSampler sampler =
        (SelfSampler) opened(SelfSampler.with(List.of(), null).getLast().sampler());
    if (state != NEW) {
      sampler.sample();
    }
    if (state == CLOSED) {
      sampler.close();
    }
    return state == ONE || state == NEW || state == CLOSED || state == State.RANGE ? sampler : null;
  }

  private @Nullable Object interval(Kind kind, State state) throws Exception {
    if (state == USED || state == CLOSED) {
      return null;
    }
    Sampler<?> sampler = sampler(kind, null);
    Interval interval = sampler.intervals();
    reach(
        state,
        () -> {
          sampler.sample();
          interval.next();
        });
    return interval;
  }

  private @Nullable Object history(State state) throws Exception {
    if (state == CLOSED) {
      return null;
    }
    ChangeHistory history = ChangeHistory.keepingAll();
    Sampler<?> sampler = sampler(Kind.FILE_SAMPLER, history);
    reach(state, sampler::sample);
    if (state == USED) {
      Sample slow = slow(sampler);
      use(() -> history.append(slow));
    }
    return history;
  }

  /** A sample whose layout takes long to get. */
  private Sample slow(Sampler<?> sampler) {
    return (Sample)
        java.lang.reflect.Proxy.newProxyInstance(
            Sample.class.getClassLoader(),
            new Class<?>[] {Sample.class},
            (proxy, method, arguments) -> {
              blockIn();
              return method.invoke(sampler, arguments);
            });
  }

  private @Nullable Object historyPlayback(State state) throws Exception {
    if (state == CLOSED || state == FELL) {
      return null;
    }
    ChangeHistory history = ChangeHistory.keepingAll();
    Sampler<?> sampler = sampler(Kind.FILE_SAMPLER, history);
    reach(State.SOUND, sampler::sample);
    Playback playback = history.playback();
    play(playback, state);
    if (state == USED) {
      sampler.sample();
    }
    return playback;
  }

  private static void play(Playback playback, State state) {
    int count = state == NEW ? 0 : state == ONE ? 1 : state == GONE ? 3 : 2;
    for (int i = 0; i < count; i++) {
      playback.next();
    }
  }

  private Recording record(Path file, SampledFile<?> source, State state) throws Exception {
    List<Recorder.Track> tracks =
        List.of(new Recorder.Track(opened(source.sampler(root)), Duration.ofSeconds(1)));
    try (RecordingWriter writer =
        RecordingWriter.create(file, false, tracks, RecordingFacts.none())) {
      Recorder recorder = new Recorder(tracks, writer);
      reach(state, () -> recorder.run(Duration.ZERO));
    }
    return opened(Recording.open(file));
  }

  private @Nullable Object recorded(Kind kind, State state) throws Exception {
    if (state == USED) {
      return null;
    }
    boolean isPlayback = kind == Kind.RECORDED_PLAYBACK;
    Recording made =
        record(directory.resolve("recording"), Stat.FILE, isPlayback ? State.SOUND : state);
    recording = made;
    Object object =
        switch (kind) {
          case RECORDED_SAMPLES -> made.samples(Stat.FILE);
          case RECORDED_SAMPLE -> state == NEW ? null : made.samples(Stat.FILE).iterator().next();
          case RECORDED_PLAYBACK -> {
            RecordedPlayback<Stat> playback = made.samples(Stat.FILE).play();
            play(playback, state == CLOSED ? ONE : state);
            yield playback;
          }
          default -> made;
        };
    if (state == CLOSED) {
      made.close();
    }
    return object;
  }

  private @Nullable Object writer(State state) throws Exception {
    if (state == FELL || state == ONE || state == GONE) {
      return null;
    }
    List<Recorder.Track> tracks = tracks();
    OutputStream out =
        new OutputStream() {
          private int writes;

          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int from, int length) {
            if (state == USED && writes++ >= 2) {
              blockIn();
            }
          }
        };
    RecordingWriter writer =
        opened(RecordingWriter.to(out, "a stream", tracks, RecordingFacts.none()));
    if (state == USED) {
      use(() -> writer.idleUntil(Long.MAX_VALUE));
    } else if (state != NEW) {
      tracks.getFirst().sampler().sample();
      writer.sampled(0, tracks.getFirst().sampler());
    }
    if (state == CLOSED) {
      writer.close();
    }
    return writer;
  }

  private List<Recorder.Track> tracks() {
    return List.of(new Recorder.Track(opened(Stat.FILE.sampler(root)), Duration.ofSeconds(1)));
  }

  private @Nullable Object rollingWriter(State state) throws Exception {
    if (state == FELL || state == ONE || state == GONE || state == USED) {
      return null;
    }
    List<Recorder.Track> tracks = tracks();
    RollingWriter writer =
        opened(
            RollingWriter.create(
                directory.resolve("rolling"),
                false,
                tracks,
                RecordingFacts.none(),
                Duration.ofHours(1),
                1 << 20));
    if (state != NEW) {
      tracks.getFirst().sampler().sample();
      writer.sampled(0, tracks.getFirst().sampler());
    }
    if (state == CLOSED) {
      writer.close();
    }
    return writer;
  }

  private @Nullable Object markInbox(State state) throws Exception {
    if (state != State.SOUND && state != CLOSED) {
      return null;
    }
    MarkInbox inbox = opened(MarkInbox.of(directory.resolve("marked"), true));
    if (state == CLOSED) {
      inbox.close();
    }
    return inbox;
  }

  private Object recorder(State state) throws Exception {
    List<Recorder.Track> tracks =
        state == USED
            ? List.of(new Recorder.Track(opened(slowStat().sampler(root)), Duration.ofSeconds(1)))
            : tracks();
    Recorder recorder = new Recorder(tracks, (source, sampler) -> {});
    if (state == USED) {
      use(() -> recorder.run(Duration.ZERO));
    } else {
      reach(state, () -> recorder.run(Duration.ZERO));
    }
    if (state == CLOSED) {
      recorder.stop();
    }
    return recorder;
  }

  private Object shared(Kind kind, State state) throws Exception {
    Shared<Stat> shared = opened(Shared.of(Stat.FILE.sampler(root), Duration.ZERO));
    SharedReader<Stat> reader = shared.reader();
    reach(state, () -> reader.value(Stat.FILE.figure("cpu", "busy"), Stat.cpu(0)));
    if (state == GONE) {
      shared.outcome();
    } else if (state == CLOSED) {
      shared.close();
    } else if (state == USED) {
      use(() -> shared.visit(view -> blockIn()));
    }
    return kind == Kind.SHARED ? shared : reader;
  }

  private @Nullable Object readings(State state) throws Exception {
    if (state == USED || state == CLOSED) {
      return null;
    }
    SingleReadings readings = new SingleReadings(root);
    if (state == GONE) {
      readings.read(Stat.FILE);
      removeRoot();
    }
    return readings;
  }

  private @Nullable Object series(Kind kind, State state) throws Exception {
    if (state == USED || state == CLOSED) {
      return null;
    }
    ChangeHistory history = ChangeHistory.keepingAll();
    Sampler<?> sampler = sampler(Kind.FILE_SAMPLER, history);
    reach(state, sampler::sample);
    TimeSeries series = history.series(Stat.allCpus(), StatColumns.CPU_USER);
    return kind == Kind.SERIES ? series : kind == Kind.RATES ? series.rate() : series.amounts();
  }

  private static @Nullable Object seriesBuilder(State state) {
    if (state != State.SOUND && state != CLOSED) {
      return null;
    }
    TimeSeries.Builder builder = new TimeSeries.Builder(StatColumns.CPU_USER);
    builder.point(1, 2, 3);
    if (state == CLOSED) {
      builder.build();
    }
    return builder;
  }

  private @Nullable Object workingSet(State state) throws Exception {
    if (state != State.SOUND && state != CLOSED && state != USED && state != GONE) {
      return null;
    }
    Process sleep = new ProcessBuilder("sleep", "100").start();
    opened(sleep::destroyForcibly);
    WorkingSet set;
    try {
      set = opened(WorkingSet.of(Path.of("/proc", Long.toString(sleep.pid()))));
    } catch (UnreadableException e) {
      return null; // this kernel, or its security policy, does not support the measurement
    }
    if (state == CLOSED) {
      set.close();
    } else if (state == GONE) {
      sleep.destroyForcibly().waitFor();
    } else if (state == USED) {
      use(() -> set.measure(Duration.ofNanos(1), Duration.ofNanos(1), window -> blockIn()));
    }
    return set;
  }

  /**
   * Calls something on a thread of its own while another one uses the object; returns what it
   * returns, or that it waits.
   */
  String whileInUse(Callable<String> call) throws Exception {
    FutureTask<String> task = new FutureTask<>(call);
    Thread second = Thread.ofPlatform().name("second").start(task);
    users.add(second);
    while (!task.isDone()) {
      Thread.State state = second.getState();
      if (state == Thread.State.BLOCKED || state == Thread.State.WAITING) {
        return "waits";
      }
      Thread.sleep(1);
    }
    return task.get();
  }

  /** Whether a state concerns a method. */
  static boolean concerns(State state, Method method) {
    List<Class<?>> types = List.of(method.getParameterTypes());
    return switch (state) {
      case FOREIGN -> types.stream().anyMatch(FOREIGNERS::contains);
      case RANGE -> types.contains(int.class) || types.equals(List.of(double.class));
      default -> true;
    };
  }

  /** The arguments for each call of a method in a state that concerns it. */
  List<Object[]> arguments(Kind kind, State state, Method method) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    Object[] sound = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      sound[i] = value(kind, types[i]);
    }
    List<Object[]> calls = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      if (state == State.FOREIGN && FOREIGNERS.contains(types[i])) {
        calls.add(with(sound, i, foreign(kind, types[i])));
      } else if (state == State.RANGE && types[i] == int.class) {
        calls.add(with(sound, i, -1));
        calls.add(with(sound, i, 1_000_000));
      } else if (state == State.RANGE && types[i] == double.class) {
        calls.add(with(sound, i, -1.0));
        calls.add(with(sound, i, 101.0));
      }
    }
    if (state != State.FOREIGN && state != State.RANGE) {
      calls.add(sound);
    }
    return calls;
  }

  private static Object[] with(Object[] arguments, int i, Object other) {
    Object[] call = arguments.clone();
    call[i] = other;
    return call;
  }

  /** How a message names an argument. */
  static String named(Object argument) {
    return switch (argument) {
      case RecordedSource source -> source.name();
      case SampledFile<?> file -> file.source().name();
      case Sampler<?> sampler -> sampler.source().name();
      case ProcessTable table -> table.reading().root().toString();
      default -> argument.toString();
    };
  }

  private Object value(Kind kind, Class<?> type) throws Exception {
    boolean isOfProcesses = kind.isOfProcesses();
    return switch (type.getSimpleName()) {
      case "int" -> 0;
      case "long" -> 1L;
      case "double" -> 50.0;
      case "boolean" -> true;
      case "Row" -> isOfProcesses ? process() : Stat.cpu(0);
      case "Column" -> isOfProcesses ? ProcessStatColumns.UTIME : StatColumns.CPU_USER;
      case "String" -> isOfProcesses ? "utime" : "user";
      case "String[]" -> new String[] {"7"};
      case "Table" -> isOfProcesses ? ProcessTable.PROCESS : Stat.cpu(0).table();
      case "Figure" -> Stat.FILE.figure("cpu", "busy");
      case "Limits" -> Limits.AMOUNT;
      case "Duration" -> Duration.ofNanos(1);
      case "SampledFile" -> Stat.FILE;
      case "Outcome" -> Outcome.GONE;
      case "Sampler", "Sample" -> {
        Sampler<Stat> sampler = opened(Stat.FILE.sampler(live()));
        sampler.sample();
        yield sampler;
      }
      case "Layout" -> new Layout.Builder().build();
      case "ProcessTable" -> Procfs.mounted().self().table().read();
      case "RecordedSource" -> Objects.requireNonNull(recording).sources().getFirst();
      case "Consumer" -> (Consumer<Object>) a -> {};
      case "Function" -> (Function<Object, Object>) a -> a;
      case "BiFunction" -> (BiFunction<Object, Object, Object>) (a, b) -> a;
      case "IntConsumer" -> (IntConsumer) a -> {};
      case "Receiver" -> (MarkInbox.Receiver) (nanos, text) -> true;
      case "LongSupplier" -> (LongSupplier) () -> 1;
      case "ToDoubleFunction" -> (ToDoubleFunction<Object>) a -> 1;
      case "ToDoubleBiFunction" ->
          (ToDoubleBiFunction<Interval, Row>) (i, r) -> i.growth(r, StatColumns.CPU_USER);
      case "long[]" -> new long[1 << 16];
      default -> throw new AssertionError("the test has no " + type);
    };
  }

  private Row process() throws IOException {
    return Processes.at(live()).read().reading().layout().rows(ProcessTable.PROCESS).getFirst();
  }

  /** A tree that exists, whatever has become of the other one. */
  private Path live() throws IOException {
    Path live = directory.resolve("live");
    if (!Files.exists(live)) {
      moment("s0", live);
    }
    return live;
  }

  private Object foreign(Kind kind, Class<?> type) throws Exception {
    return switch (type.getSimpleName()) {
      case "Row" -> DISK.row("sda");
      case "Column" -> DiskStatsColumns.READS_COMPLETED;
      case "Figure" -> DiskStats.FILE.figure("disk", "%util");
      case "Table" -> DISK;
      case "SampledFile" -> Uptime.FILE;
      case "Sampler", "Sample" -> {
        Sampler<?> other = opened(Uptime.FILE.sampler(live()));
        other.sample();
        yield other;
      }
      case "ProcessTable" -> Processes.at(live()).read();
      case "RecordedSource" ->
          record(Files.createTempDirectory(directory, "r").resolve("another"), Uptime.FILE, ONE)
              .sources()
              .getFirst();
      default -> throw new AssertionError(kind + ": no other " + type);
    };
  }

  @Override
  public void close() {
    released.countDown();
    try {
      for (Thread user : users) {
        user.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (AutoCloseable object : opened.reversed()) {
      try {
        object.close();
      } catch (Exception e) {
        // It was misused.
      }
    }
  }
}
