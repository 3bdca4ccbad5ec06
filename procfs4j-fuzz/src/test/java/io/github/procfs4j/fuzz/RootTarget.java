package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.cli.Shown;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.Cgroups;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A tree in which anything may be in place of a file ({@link MadeRoot}), read by the command: it
 * ends, reports what it cannot read in words for a user, and does not control the terminal.
 *
 * <p>The input is a byte that selects the command, and for each file a line with its name, a byte
 * for what is there, for one that is gathered from many a byte that selects one of these, a text,
 * and {@link #END}.
 */
public final class RootTarget {
  private static final int END = 0xff;
  private static final int COLUMNS = 80;

  /** Even on a busy machine, a thread ends within this many seconds. */
  private static final int LONGEST = 300;

  private static final Limits LIMITS = new Limits(20, 4L << 30);
  private static final MadeRoot ROOT = new MadeRoot();
  private static final String PID = Integer.toString(MadeRoot.PID);

  /** The directory of control groups, in the tree. */
  private static final String CGROUPS = "cgroup";

  private RootTarget() {}

  /** Files that an input puts into the tree, by kind. */
  private record Files(Set<String> sampled, Set<String> once, Set<String> ofProcess) {
    Files() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    Path tree = ROOT.begin();
    Files files = new Files();
    for (int from = 1; from < input.length; ) {
      int to = from;
      while (to < input.length && (input[to] & 0xff) != END) {
        to++;
      }
      put(tree, Arrays.copyOfRange(input, from, to), files);
      from = to + 1;
    }
    withinTime(() -> LIMITS.hold("reading", () -> run(input[0], tree.toString(), files)));
  }

  private static void put(Path tree, byte[] file, Files files) throws IOException {
    Chosen chosen = Chosen.of(file);
    byte[] rest = chosen.rest();
    String name;
    Path path;
    switch (chosen.file()) {
      case SampledFile<?> sampled when sampled.gathering().reach() != Gathering.Reach.NONE -> {
        name = sampled.source().name();
        int place = rest.length < 2 ? 0 : rest[1] & 0x7f;
        path = gathered(tree, sampled, place);
        rest = rest.length < 2 ? rest : without(rest, 1);
        files.sampled.add(name);
      }
      case SampledFile<?> sampled -> {
        name = sampled.source().name();
        path = sampled.place().apply(name.startsWith("pid/") ? ROOT.process() : tree);
        (name.startsWith("pid/") ? files.ofProcess : files.sampled).add(name);
      }
      case OnceFile<?> once -> {
        name = once.source().name();
        path = once.place().apply(name.startsWith("pid/") ? ROOT.process() : tree);
        (name.startsWith("pid/") ? files.ofProcess : files.once).add(name);
      }
      default -> throw new AssertionError();
    }
    MadeRoot.Kind[] kinds = MadeRoot.Kind.values();
    MadeRoot.Kind kind = rest.length == 0 ? kinds[0] : kinds[(rest[0] & 0x7f) % kinds.length];
    byte[] text = Arrays.copyOfRange(rest, Math.min(1, rest.length), rest.length);
    if (path.startsWith(ROOT.process())) { // what shows waits reads it of each thread
      ROOT.put(ROOT.process().resolve("task").resolve(PID).resolve(path.getFileName()), kind, text);
    }
    ROOT.put(path, kind, text);
  }

  /** One of the files that a text is gathered from, or what names the group of this program. */
  private static Path gathered(Path tree, SampledFile<?> file, int place) {
    Path root = tree.resolve("irq");
    if (Cgroups.isSource(file.source().name())) {
      if (place == 0x7f) {
        return tree.resolve("self/cgroup");
      }
      root = tree.resolve(CGROUPS);
    }
    List<String> names = file.gathering().files();
    Path directory =
        switch (place / names.size() % 4) {
          case 0 -> root.resolve("7");
          case 1 -> root;
          case 2 -> root.resolve("7/below");
          default -> root.resolve("a b");
        };
    return directory.resolve(names.get(place % names.size()));
  }

  private static byte[] without(byte[] bytes, int index) {
    byte[] fewer = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, index + 1, fewer, index, fewer.length - index);
    return fewer;
  }

  private static void run(int choice, String root, Files files) {
    List<String> where = new ArrayList<>(List.of("--root", root));
    if (files.sampled.stream().anyMatch(Cgroups::isSource) && choice / 7 % 4 > 0) {
      where.addAll(List.of("--cgroup-root", root + "/" + CGROUPS));
      where.addAll(List.of("--cgroup", choice / 7 % 4 == 1 ? "/7" : "/**"));
    }
    if (choice < 0) {
      waits(root, choice % 2 == 0);
      return;
    }
    switch (choice % 7) {
      case 0 -> show(where, files, "table");
      case 1 -> show(where, files, "json");
      case 2 -> show(where, files, "csv");
      case 3 -> {
        List<String> words = new ArrayList<>(List.of("sources"));
        words.addAll(where);
        hold(true, words.toArray(String[]::new));
      }
      case 4 -> hold(true, "wss", PID, "--root", root, "--every", "1ms", "--duration", "1ms");
      default -> {
        String recording = ROOT.recording().toString();
        List<String> words = new ArrayList<>(List.of("record", "pid:*"));
        words.addAll(files.sampled);
        words.addAll(where);
        words.addAll(List.of("--every", "10ms", "--duration", "20ms"));
        words.addAll(List.of("--force", "-o", recording));
        if (hold(true, words.toArray(String[]::new)) == 0) {
          hold(true, "report", recording);
        }
      }
    }
  }

  private static void waits(String root, boolean isFolded) {
    List<String> words = new ArrayList<>(List.of("waits", "pid:*", "--root", root, "--stacks"));
    words.addAll(List.of("--every", "10ms", "--for", "20ms"));
    words.addAll(isFolded ? List.of("--folded") : List.of());
    hold(!isFolded, words.toArray(String[]::new));
  }

  private static void show(List<String> where, Files files, String format) {
    List<String> words = new ArrayList<>(List.of("show", "--format", format));
    words.addAll(where);
    int options = words.size();
    words.addAll(files.sampled);
    words.addAll(files.once);
    if (!files.ofProcess.isEmpty()) {
      words.addAll(files.ofProcess);
      words.addAll(List.of("--pid", PID));
    }
    if (words.size() > options) {
      hold(format.equals("table"), words.toArray(String[]::new));
    }
  }

  /** Runs the command and checks all its output; returns its exit code. */
  private static int hold(boolean isInColumns, String... words) {
    Shown.Run run = Shown.run(COLUMNS, words);
    if (isInColumns) {
      Screen.hold(run.out(), COLUMNS);
    } else {
      Screen.hold(run.out().replace('\t', ' '));
    }
    Screen.holdMessages(Screen.withoutLive(run.err(), COLUMNS), COLUMNS);
    if (run.code() != 0 && run.code() != 1 && run.code() != 3) {
      throw new AssertionError(
          "exit code %d of %s: %s".formatted(run.code(), List.of(words), run.err()));
    }
    return run.code();
  }

  /** Runs an action in a separate thread, which must end. */
  private static void withinTime(Limits.Action<RuntimeException> action) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .uncaughtExceptionHandler((ended, by) -> thrown.set(by))
            .start(action::run);
    try {
      if (!thread.join(Duration.ofSeconds(LONGEST))) {
        AssertionError hangs = new AssertionError("hangs");
        hangs.setStackTrace(thread.getStackTrace());
        throw hangs;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (thrown.get() != null) {
      throw new AssertionError(thrown.get());
    }
  }

  /** The input that makes a command read a tree of these files. */
  static byte[] input(int choice, List<Part> parts) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(choice);
    for (Part part : parts) {
      input.writeBytes((part.file + "\n").getBytes(ISO_8859_1));
      input.write(part.kind.ordinal());
      if (part.place >= 0) {
        input.write(part.place);
      }
      for (byte b : part.text) {
        input.write((b & 0xff) == END ? '?' : b);
      }
      input.write(END);
    }
    return input.toByteArray();
  }

  /**
   * What is put in place of a file.
   *
   * @param place which of the files it is that a text is gathered from; -1 for another text
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Part(String file, MadeRoot.Kind kind, int place, byte[] text) {
    Part {
      Objects.requireNonNull(kind);
    }
  }
}
