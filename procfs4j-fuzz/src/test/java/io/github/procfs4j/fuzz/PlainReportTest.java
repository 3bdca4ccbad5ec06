package io.github.procfs4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.report.Reported;
import io.github.procfs4j.fuzz.MadeRecording.Fields;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.process.ProcessSchedStatColumns;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A report that examines only the rows that changed is equal to one that examines every row of each
 * sample.
 */
class PlainReportTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);

  /** Long enough that rows come, change and leave again. */
  private static final int LENGTH = 1 << 11;

  private static final int INPUTS = 30 / ONE_IN;
  private static final int ROWS = 16;
  private static final int SAMPLES = 250;

  /** Columns of each file on which a measure of processes is based. */
  private static final List<Column> COLUMNS =
      Stream.of(
              HostileProcesses.COLUMNS,
              List.of(
                  ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES,
                  ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES,
                  ProcessSchedStatColumns.RUN_DELAY))
          .flatMap(List::stream)
          .toList();

  @TempDir private Path directory;

  static Stream<Bulk> kinds() {
    return Stream.of(Bulk.values()).filter(bulk -> bulk.ordinal() % ONE_IN == ONE_IN - 1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void saysTheSameOfMuchOfAThing(Bulk bulk) throws IOException {
    assertThat(isTextAndJson(bulk.of(LENGTH))).isTrue();
  }

  /** Processes and threads that work, rest, come, leave and get new descriptions at random. */
  @Test
  void saysTheSameOfProcesses() throws IOException {
    for (int seed = 0; seed < 4; seed++) {
      assertThat(isTextAndJson(processes(new Random(seed)))).isTrue();
    }
  }

  private static byte[] processes(Random random) {
    MadeRecording to = new MadeRecording();
    to.record(MadeRecording.FACT, new Fields().strings("page_size", "4096"));
    to.record(MadeRecording.FACT, new Fields().strings("ticks_per_second", "100"));
    int source = to.source("pid:*");
    int census = to.columns(HostileProcesses.CENSUS);
    int first = to.columns(COLUMNS);
    to.record(
        MadeRecording.SHAPE,
        new Fields()
            .number(source)
            .strings("census")
            .numbers(0, 0, 3, census, census + 1, census + 2));
    Fields process = new Fields().number(source).strings("process").number(5);
    shape(to, process.strings("pid", "start", "comm", "command", "name").number(3), first);
    Fields thread = new Fields().number(source).strings("thread").number(4);
    shape(to, thread.strings("pid", "tid", "start", "comm").number(1), first);
    Fields slots = new Fields().numbers(source, COLUMNS.size(), 0, ROWS + 1).numbers(0, 1, 0);
    for (int slot = 1; slot <= ROWS; slot++) {
      slots.number(0).add(row(slot, slot));
    }
    to.record(MadeRecording.SLOTS, slots.number(0));
    to.samples(source, MadeRecording.key(1, (ROWS + 1) * COLUMNS.size(), 1));
    for (int i = 0; i < SAMPLES; i++) {
      int slot = 1 + random.nextInt(ROWS);
      switch (random.nextInt(8)) {
        case 0 -> {
          Fields change = new Fields().numbers(source, 1, slot, 1, slot);
          to.record(MadeRecording.ROWS, change.add(row(slot, 100 + i)).number(0));
        }
        case 1 -> {
          Fields change = new Fields().numbers(source, 0, 0, 1, slot);
          to.record(
              MadeRecording.ROWS,
              slot % 2 == 0 ? change.strings("d" + i) : change.strings("d" + i, "e", "f"));
        }
        default -> {} // only numbers change
      }
      int changes = random.nextInt(2) * random.nextInt(6);
      Fields sample =
          new Fields().number(2 + changes).number(i == 0 ? 2_000_000_000L : 0).number(1);
      for (int change = 0; change < changes; change++) {
        sample.number(random.nextInt(ROWS * COLUMNS.size() / 8)).signed(random.nextInt(60) - 4);
      }
      to.samples(source, sample);
    }
    return to.file();
  }

  private static void shape(MadeRecording to, Fields shape, int first) {
    shape.number(COLUMNS.size());
    for (int column = 0; column < COLUMNS.size(); column++) {
      shape.number(first + column);
    }
    to.record(MadeRecording.SHAPE, shape);
  }

  /** The row in a slot; every other one is a thread of the previous process. */
  private static Fields row(int slot, int number) {
    Fields row = new Fields();
    return slot % 2 == 0
        ? row.number(3).strings(Integer.toString(slot - 1), "" + number, "1", "t").number(0)
        : row.number(2).strings(Integer.toString(slot), "" + number, "a", "b", "c").number(0);
  }

  /** Recordings whose records were repeated, removed, moved and changed. */
  @Test
  void saysTheSameOfWhatWasMutated() throws IOException {
    Random random = new Random(14);
    List<byte[]> seeds = Family.REPORTS.seeds();
    int opened = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
      for (int change = random.nextInt(4); change > 0 && input.length > 0; change--) {
        input[random.nextInt(Math.min(input.length, 1 << 10))] = (byte) random.nextInt();
      }
      byte[] file = ReportTarget.file(input);
      if (file.length <= 8 * LENGTH) {
        opened += isTextAndJson(file) ? 1 : 0;
      }
    }
    assertThat(opened).as("recordings that were opened").isGreaterThan(INPUTS / 10);
  }

  /** Whether it is a recording; if it is, checks that both reports are equal. */
  private boolean isTextAndJson(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("recording"), bytes);
    try (Recording recording = Recording.open(file)) {
      assertThat(Reported.whole(recording)).isEqualTo(Reported.plainly(recording));
      return true;
    } catch (DamagedRecordingException e) {
      return false;
    }
  }
}
