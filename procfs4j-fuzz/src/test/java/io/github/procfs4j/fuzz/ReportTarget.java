package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.Shown;
import io.github.procfs4j.cli.compare.Compared;
import io.github.procfs4j.cli.report.Reported;
import io.github.procfs4j.fuzz.MadeRecording.Fields;
import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A recording that was changed record by record: it is rejected with a sentence, or all of it is
 * reported and compared, on a terminal and as a page, with time and memory bounded by its length.
 * Nothing in it controls a terminal, or becomes markup.
 *
 * <p>The input is the number of steps, the steps with {@value #STEP} bytes each, and records in the
 * form of {@link Framed}. A step repeats, removes, moves or changes a record, adds samples, or adds
 * something of {@link Bulk}.
 */
public final class ReportTarget {
  /** How long a step is. */
  static final int STEP = 4;

  /** The step that adds a {@link Bulk}. */
  static final int BULK = 7;

  private static final int STEPS = 9;
  private static final int MOST_STEPS = 16;

  /**
   * The greatest length to which steps extend a recording. The fuzzer's instrumentation makes
   * reports of longer ones thirty times as expensive; {@link BulkTest} tries those without it.
   */
  private static final int LONGEST = 1 << 16;

  private static final List<String> NAMES =
      List.of(
          "pid:*", "self", "stat", "diskstats", "vmstat", "interrupts", "schedstat", "nobody's");

  private static final long[] REMARKABLE = {
    0,
    1,
    2,
    3,
    127,
    128,
    255,
    1 << 12,
    1 << 18,
    1 << 25,
    Integer.MAX_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private static final Path FILE = TemporaryFile.create();
  private static final Path OTHER = TemporaryFile.create();

  private ReportTarget() {}

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    byte[] bytes = file(input);
    Files.write(FILE, bytes);
    Limits limits = Limits.ofRecording(bytes.length);
    try {
      limits.hold("opening", () -> Recording.open(FILE).close());
    } catch (DamagedRecordingException e) {
      Hostile.holdLine(Shown.message(e));
      return;
    }
    try (Recording recording = Recording.open(FILE)) {
      limits.hold("playing", () -> RecordingTarget.playAll(recording));
      limits.hold("reporting", () -> report(recording));
    }
    Files.write(OTHER, bytes);
    Limits.ofRecording(2 * bytes.length).hold("comparing", ReportTarget::compare);
  }

  private static void compare() throws IOException {
    Optional<Compared> compared = Compared.of(FILE, OTHER, List.of());
    if (compared.isPresent()) {
      Hostile.holdText(Hostile.withoutBold(compared.get().text()), List.of());
      ReadBack.page(new String(compared.get().page().getBytes(UTF_8), UTF_8), List.of());
    }
  }

  private static void report(Recording recording) throws IOException {
    StringWriter terminal = new StringWriter();
    Hostile.holdText(Hostile.withoutBold(Reported.summary(recording)), List.of());
    String page = Reported.page("recording", recording, terminal);
    Hostile.holdText(Hostile.withoutBold(terminal.toString()), List.of());
    ReadBack.page(new String(page.getBytes(UTF_8), UTF_8), List.of());
  }

  /** The recording that an input represents. */
  static byte[] file(byte[] input) {
    int steps = input.length == 0 ? 0 : Math.min(input[0] & 0xff, MOST_STEPS);
    int from = Math.min(input.length, 1 + STEP * steps);
    List<byte[]> records = new ArrayList<>(Framed.records(input, from));
    List<byte[]> bulks = new ArrayList<>();
    for (int at = 1; at + STEP <= from; at += STEP) {
      byte[] step = Arrays.copyOfRange(input, at, at + STEP);
      if (Math.floorMod(step[0], STEPS) == BULK) {
        bulks.add(step);
      } else if (!records.isEmpty() && length(records) < LONGEST) {
        step(step, records);
      }
    }
    MadeRecording recording = new MadeRecording();
    for (byte[] record : records) {
      recording.record(record[0] & 0xff, Arrays.copyOfRange(record, 1, record.length));
    }
    for (byte[] bulk : bulks) {
      if (recording.size() < LONGEST) {
        Bulk[] all = Bulk.values();
        all[Math.floorMod(bulk[2], all.length)].write(
            recording, recording.size() + (1024 << Math.floorMod(bulk[3], 6)));
      }
    }
    return recording.file();
  }

  private static long length(List<byte[]> records) {
    return records.stream().mapToLong(record -> record.length).sum();
  }

  private static void step(byte[] step, List<byte[]> records) {
    int which = Math.floorMod(step[1], records.size());
    int a = step[2] & 0xff;
    int b = step[3] & 0xff;
    byte[] record = records.get(which);
    switch (Math.floorMod(step[0], STEPS)) {
      case 0 -> {
        int count = Math.min(1 << (a % 14), LONGEST / record.length);
        records.addAll(which, Collections.nCopies(count, record));
      }
      case 1 -> records.remove(which);
      case 2 -> Collections.swap(records, which, a % records.size());
      case 3 -> records.set(which, withNumber(record, b, REMARKABLE[a % REMARKABLE.length]));
      case 4 -> records.add(samples(record, new Fields().numbers(2, 0, b % 2), 1 << (a % 16)));
      case 5 -> records.add(samples(record, new Fields().numbers(3, 0, 1, b, a), 1 << (a % 14)));
      case 6 -> records.add(which, samples(record, new Fields().numbers(1, 0, 1), 1 << (a % 14)));
      case 8 ->
          records.set(
              which,
              typed(
                  MadeRecording.SOURCE,
                  new Fields().numbers(which, b).strings(NAMES.get(a % NAMES.size()), "", "")));
      default -> throw new AssertionError();
    }
  }

  /** Identical samples of the source to which a record seems to belong. */
  private static byte[] samples(byte[] of, Fields sample, int count) {
    Fields samples = new Fields().number(of.length > 1 ? of[1] & 0x7f : 0);
    for (int i = 0; i < count && samples.size() < LONGEST; i++) {
      samples.add(sample);
    }
    return typed(MadeRecording.SAMPLES, samples);
  }

  private static byte[] typed(int type, Fields fields) {
    return new Fields().number(type).add(fields).toBytes();
  }

  /** A record in which the number that contains a byte is replaced. */
  private static byte[] withNumber(byte[] record, int at, long number) {
    int from = 1 + at % record.length;
    int to = from;
    while (to < record.length && record[to] < 0) {
      to++;
    }
    from = Math.min(from, record.length);
    return new Fields()
        .raw(Arrays.copyOf(record, from))
        .number(number)
        .raw(Arrays.copyOfRange(record, Math.min(to + 1, record.length), record.length))
        .toBytes();
  }
}
