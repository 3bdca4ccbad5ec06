package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the writer of a recording stated about the machine and itself. Any of it may be missing, and
 * a recording of unknown origin may state anything: a value that is not a number, path or time as
 * it should be counts as missing, but {@link #asMap} contains it unchanged. Immutable.
 *
 * <pre>{@code
 * RecordingFacts facts = RecordingFacts.ofMachine(proc.root()).with("command", "my program");
 * try (RecordingWriter writer = RecordingWriter.create(file, false, tracks, facts)) { ... }
 * }</pre>
 *
 * <p>docs/recording-format.md lists the names in use.
 */
public final class RecordingFacts {
  private static final RecordingFacts NONE = new RecordingFacts(Map.of());

  /** Longer texts are truncated; those of the kernel are far shorter. */
  private static final int MOST_CHARACTERS = 4096;

  static final String CREATED = "created";

  private static final String KERNEL = "kernel";
  private static final String HOST = "host";
  private static final String CPUS = "cpus";
  private static final String BOOTED = "booted";
  private static final String ROOT = "root";
  private static final String TICKS_PER_SECOND = "ticks_per_second";
  private static final String PAGE_SIZE = "page_size";

  private final Map<String, String> facts;

  private RecordingFacts(Map<String, String> facts) {
    this.facts = Collections.unmodifiableMap(facts);
  }

  /** {@return an object without facts} */
  public static RecordingFacts none() {
    return NONE;
  }

  /**
   * {@return an object with these facts}
   *
   * @param facts the values by their names; later changes of the map have no effect
   */
  public static RecordingFacts of(Map<String, String> facts) {
    Map<String, String> all = new LinkedHashMap<>();
    facts.forEach(
        (name, value) ->
            all.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
    return new RecordingFacts(all);
  }

  /**
   * {@return the facts that the procfs at {@code root} shows about its machine, and the current
   * time: kernel, name, CPUs, boot time and root, with the sizes of ticks and pages of the running
   * kernel} What cannot be read is left out.
   *
   * @param root the root of a procfs, such as {@code /proc}
   */
  public static RecordingFacts ofMachine(Path root) {
    Map<String, String> facts = new LinkedHashMap<>();
    putText(facts, KERNEL, root, "version");
    putText(facts, HOST, root, "sys/kernel/hostname");
    try {
      Stat stat = Stat.FILE.read(root);
      int cpus = stat.cpus().size() - 1; // without "all"
      if (cpus > 0) { // Linux 2.4 does not list the only CPU
        facts.put(CPUS, Integer.toString(cpus));
      }
      facts.put(BOOTED, Instant.ofEpochSecond(stat.bootTimeSeconds()).toString());
    } catch (UnreadableException
        | MalformedTextException
        | DateTimeException
        | NoSuchElementException e) {
      // A copied tree may not have it.
    }
    facts.put(ROOT, root.toString());
    facts.put(CREATED, Instant.now().toString());
    try {
      KernelConstants constants = KernelConstants.ofRunningKernel();
      facts.put(TICKS_PER_SECOND, Integer.toString(constants.ticksPerSecond()));
      facts.put(PAGE_SIZE, Integer.toString(constants.pageSize()));
    } catch (UnreadableException e) {
      // It is then missing in the recording too.
    }
    return new RecordingFacts(facts);
  }

  private static void putText(Map<String, String> facts, String name, Path root, String file) {
    try {
      String text = new String(OnceFile.bytesAt(root, root.resolve(file)), UTF_8).strip();
      facts.put(name, Printable.truncated(text, MOST_CHARACTERS));
    } catch (UnreadableException e) {
      // A copied tree may not have it.
    }
  }

  /**
   * {@return these facts and another one, which replaces the one with the same name, if any}
   *
   * @param name the name of the fact; docs/recording-format.md lists the names in use
   * @param value its value, any text
   */
  public RecordingFacts with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return new RecordingFacts(more);
  }

  /**
   * {@return the value with this name, as stated in the recording}
   *
   * @param name the name of the fact
   */
  public Optional<String> value(String name) {
    return Optional.ofNullable(facts.get(Objects.requireNonNull(name, "name")));
  }

  /** {@return all facts, in the order in which they were stated} */
  public Map<String, String> asMap() {
    return facts;
  }

  /** {@return the version of procfs4j that wrote the recording} */
  public Optional<String> writerVersion() {
    return value("procfs4j");
  }

  /** {@return {@code /proc/version} of the recorded machine} */
  public Optional<String> kernel() {
    return value(KERNEL);
  }

  /** {@return the name of the machine} */
  public Optional<String> host() {
    return value(HOST);
  }

  /** {@return the number of online CPUs when the recording began} */
  public OptionalInt cpus() {
    return positive(CPUS);
  }

  /** {@return when the machine was booted, by the clock as it was set when the recording began} */
  public Optional<Instant> bootTime() {
    return instant(BOOTED);
  }

  /** {@return the directory that was the root of procfs} */
  public Optional<Path> root() {
    try {
      return value(ROOT).map(Path::of);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** {@return the command line of the recorder} */
  public Optional<String> command() {
    return value("command");
  }

  /** {@return when the recording began, by the wall clock} */
  public Optional<Instant> created() {
    return instant(CREATED);
  }

  /**
   * {@return the number of ticks, in which CPU time is counted, in a second on the recorded
   * machine}
   */
  public OptionalInt ticksPerSecond() {
    return positive(TICKS_PER_SECOND);
  }

  /** {@return the size of a page of memory on the recorded machine, in bytes} */
  public OptionalInt pageSize() {
    return positive(PAGE_SIZE);
  }

  private OptionalInt positive(String name) {
    try {
      int number = Integer.parseInt(facts.getOrDefault(name, ""));
      return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private Optional<Instant> instant(String name) {
    try {
      return value(name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordingFacts that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  /** Such as {@code RecordingFacts{host=example, page_size=4096}}. */
  @Override
  public String toString() {
    return Printable.line("RecordingFacts" + facts);
  }
}
