package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A tree of made-up files, {@code stat} and {@code uptime}, that are constantly rewritten in place,
 * because recorders keep them open. All numbers of a text follow from the number of texts written
 * before it, and it is known when each was written: so for every recorded number it can be
 * determined whether it was in the file while that was read.
 *
 * <p>A text may be read while it is half written: then its numbers come from two texts, and each is
 * checked separately. All texts of a file have the same length, because a truncated text would be
 * invalid.
 */
final class RewrittenFiles implements AutoCloseable {
  static final List<String> NAMES = List.of("stat", "uptime");

  /** The first number of the first text; no number gains a digit during a test. */
  private static final long FIRST = 1_000_000_000;

  /** After this many texts, another CPU takes the place of one, and the layout changes. */
  private static final int HOTPLUG = 16;

  private static final int MOST_TEXTS = 1 << 16;

  final Path root;
  private final Random random;
  private final Thread thread = new Thread(this::rewrite, "rewriter");

  /** By file and text, when writing it began and ended, in monotonic nanoseconds. */
  private final long[][] begun = new long[NAMES.size()][MOST_TEXTS];

  private final long[][] ended = new long[NAMES.size()][MOST_TEXTS];

  private volatile int texts;
  private volatile boolean isOver;

  /** Starts rewriting files in {@code root}. */
  RewrittenFiles(Path root, long seed) throws IOException {
    this.root = Files.createDirectories(root);
    random = new Random(seed);
    write();
    thread.start();
  }

  private void rewrite() {
    try {
      while (!isOver && texts < MOST_TEXTS) {
        LockSupport.parkNanos(random.nextLong(5_000_000, 35_000_000));
        write();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write() throws IOException {
    int text = texts;
    for (int i = 0; i < NAMES.size(); i++) {
      ByteBuffer bytes = ByteBuffer.wrap(text(NAMES.get(i), text).getBytes(ISO_8859_1));
      Path file = root.resolve(NAMES.get(i));
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        begun[i][text] = System.nanoTime();
        channel.write(bytes, 0);
        ended[i][text] = System.nanoTime();
      }
    }
    texts = text + 1;
  }

  private static long number(int text, int cell) {
    return FIRST + (long) text * (cell + 1);
  }

  private static String text(String name, int text) {
    if (name.equals("uptime")) {
      return "%d.%02d %d.%02d\n"
          .formatted(
              number(text, 0) / 100,
              number(text, 0) % 100,
              number(text, 1) / 100,
              number(text, 1) % 100);
    }
    StringBuilder stat = new StringBuilder();
    int cell = 0;
    for (String cpu : List.of("cpu ", "cpu0", secondCpu(text))) {
      stat.append(cpu);
      for (int i = 0; i < 10; i++) {
        stat.append(' ').append(number(text, cell++));
      }
      stat.append('\n');
    }
    for (String word : List.of("ctxt", "btime", "processes")) {
      stat.append(word).append(' ').append(number(text, cell++)).append('\n');
    }
    return stat.toString();
  }

  private static String secondCpu(int text) {
    return "cpu" + (1 + text / HOTPLUG % 2);
  }

  /** Ends the rewriting, so that recordings can be checked. */
  void end() {
    isOver = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(texts).isLessThan(MOST_TEXTS);
  }

  @Override
  public void close() {
    end();
  }

  /**
   * A recorded sample.
   *
   * @param text the number of its text; -1 if it comes from two
   * @param cells by row and column
   */
  record Recorded(long startNanos, long endNanos, int text, Map<String, Long> cells) {}

  /**
   * The samples of a file in a recording, each of which must be equal to the content of the file
   * while it was read, in order.
   */
  List<Recorded> check(Recording recording, String name) {
    RecordedSource source = recording.source(name).orElseThrow();
    assertThat(source.failures()).isEmpty();
    List<Recorded> samples = new ArrayList<>();
    Playback playback = recording.playback(source);
    long last = Long.MIN_VALUE;
    int lastText = -1;
    while (playback.next()) {
      assertThat(playback.isAfterGap()).isFalse();
      Recorded sample = check(playback, name);
      assertThat(sample.startNanos).isGreaterThan(last);
      last = sample.endNanos;
      if (sample.text >= 0) {
        assertThat(sample.text).isGreaterThanOrEqualTo(lastText);
        lastText = sample.text;
      }
      samples.add(sample);
    }
    assertThat(samples).hasSize(Math.toIntExact(source.samples()));
    return samples;
  }

  private Recorded check(Playback sample, String name) {
    Layout layout = sample.layout();
    assertThat(layout.cells()).isEqualTo(name.equals("uptime") ? 2 : 33);
    Map<String, Long> cells = new LinkedHashMap<>();
    int first = text(sample.value(0), 0);
    boolean isWhole = true;
    for (int cell = 0; cell < layout.cells(); cell++) {
      cells.put(layout.row(cell) + " " + layout.column(cell), sample.value(cell));
      int text = text(sample.value(cell), cell);
      isWhole &= text == first;
      checkTime(sample, NAMES.indexOf(name), text);
    }
    if (isWhole && name.equals("stat")) {
      String cpus = cells.keySet().toString();
      assertThat(cpus).contains(secondCpu(first).substring(3));
    }
    return new Recorded(sample.startNanos(), sample.endNanos(), isWhole ? first : -1, cells);
  }

  /** The number of the text that has this number in this cell. */
  private int text(long value, int cell) {
    long grown = value - FIRST;
    assertThat(grown % (cell + 1)).as("%d in cell %d", value, cell).isZero();
    assertThat(grown / (cell + 1)).as("%d in cell %d", value, cell).isBetween(0L, texts - 1L);
    return (int) (grown / (cell + 1));
  }

  private void checkTime(Playback sample, int file, int text) {
    assertThat(begun[file][text]).isLessThan(sample.endNanos());
    if (text + 1 < texts) {
      assertThat(ended[file][text + 1]).isGreaterThan(sample.startNanos());
    }
  }
}
