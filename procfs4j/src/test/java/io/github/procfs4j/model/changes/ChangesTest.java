package io.github.procfs4j.model.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Samples;
import io.github.procfs4j.model.Samples.Made;
import io.github.procfs4j.model.slots.LayoutChange;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A {@link ChangeReader} reads exactly what a {@link ChangeWriter} wrote. */
class ChangesTest {
  private final long seed = Long.getLong("procfs.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** A sample as it was written, or a gap. */
  private record Written(@Nullable Made sample, boolean isKey, long start, long end, int size) {}

  private static Layout layoutOf(int rows) {
    return Samples.layout(
        IntStream.range(0, rows).mapToObj(Integer::toString).toArray(String[]::new));
  }

  /** Times usually advance, and sometimes stand still or jump, even backwards. */
  private long nextTime(long time) {
    return switch (random.nextInt(12)) {
      case 0 -> time;
      case 1 -> random.nextLong();
      case 2 -> time - random.nextInt(1_000_000);
      default -> time + random.nextInt(100_000_000);
    };
  }

  private List<Written> write(ChangeWriter writer, int samples) {
    List<Written> written = new ArrayList<>();
    Layout layout = layoutOf(random.nextInt(20));
    Made last = null;
    long time = random.nextLong();
    for (int i = 0; i < samples; i++) {
      time = nextTime(time);
      long end = random.nextInt(20) == 0 ? nextTime(time) : time + random.nextInt(100_000);
      if (random.nextInt(8) == 0) {
        writer.gap(time, end);
        last = null;
        written.add(new Written(null, false, time, end, writer.size()));
        continue;
      }
      if (random.nextInt(20) == 0) {
        layout = layoutOf(random.nextInt(20));
        last = null;
      }
      boolean isKey = last == null || random.nextInt(10) == 0;
      List<Long> values =
          Samples.next(
              random, last == null ? Collections.nCopies(layout.cells(), 7L) : last.values());
      Made sample =
          last == null
              ? Samples.first(layout, time, end, values)
              : Samples.after(last, time, end, values);
      if (isKey) {
        writer.key(sample);
      } else {
        writer.changes(sample);
      }
      last = sample;
      written.add(new Written(sample, isKey, time, end, writer.size()));
    }
    return written;
  }

  private static void assertRead(ChangeReader reader, Written expected) {
    Made sample = expected.sample();
    assertThat(reader.next(sample == null ? 0 : sample.layout().cells())).isTrue();
    assertThat(reader.isGap()).isEqualTo(sample == null);
    assertThat(reader.isKey()).isEqualTo(expected.isKey());
    assertThat(reader.startNanos()).isEqualTo(expected.start());
    assertThat(reader.endNanos()).isEqualTo(expected.end());
    if (sample != null) {
      for (int cell = 0; cell < sample.values().size(); cell++) {
        assertThat(reader.value(cell)).as("cell %d", cell).isEqualTo(sample.value(cell));
      }
    }
  }

  @RepeatedTest(200)
  void whatWasWrittenIsRead() {
    ChangeWriter writer = new ChangeWriter(random.nextInt(200));
    List<Written> written = write(writer, 100);
    ChangeReader reader = new ChangeReader();
    reader.feed(writer.bytes(), 0, writer.size());
    for (int i = 0; i < written.size(); i++) {
      try {
        assertRead(reader, written.get(i));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", sample " + i, e);
      }
    }
    assertThat(reader.next(0)).isFalse();
    assertThat(reader.next(0)).isFalse();
  }

  @RepeatedTest(20)
  void whatIsFedInPiecesIsReadAsOne() {
    ChangeWriter writer = new ChangeWriter(0);
    List<Written> written = write(writer, 50);
    ChangeReader reader = new ChangeReader();
    int from = 0;
    for (Written each : written) {
      byte[] piece = Arrays.copyOfRange(writer.bytes(), from - 1 < 0 ? 0 : from - 1, each.size());
      reader.feed(piece, from == 0 ? 0 : 1, piece.length);
      assertRead(reader, each);
      assertThat(reader.next(0)).isFalse();
      from = each.size();
    }
  }

  @RepeatedTest(20)
  void clearingDropsTheBytesNotTheTimes() {
    ChangeWriter writer = new ChangeWriter(0);
    Random same = new Random(seed);
    Layout layout = layoutOf(3);
    Made last = Samples.first(layout, 1_000, 2_000, Collections.nCopies(6, 0L));
    writer.key(last);
    ChangeReader reader = new ChangeReader();
    for (int i = 0; i < 50; i++) {
      byte[] bytes = Arrays.copyOf(writer.bytes(), writer.size());
      reader.feed(bytes, 0, bytes.length);
      assertRead(reader, new Written(last, i == 0, last.startNanos(), last.endNanos(), 0));
      writer.clear();
      assertThat(writer.size()).isZero();
      long start = last.startNanos() + same.nextInt(100_000_000);
      last = Samples.after(last, start, start + 10, Samples.next(same, last.values()));
      writer.changes(last);
    }
  }

  @RepeatedTest(10)
  void aCutIsMetAtEveryByteAndWhatStandsBeforeItIsRead() {
    ChangeWriter writer = new ChangeWriter(0);
    List<Written> written = write(writer, 20);
    for (int cut = 0; cut < writer.size(); cut++) {
      ChangeReader reader = new ChangeReader();
      byte[] bytes = Arrays.copyOf(writer.bytes(), cut);
      reader.feed(bytes, 0, cut);
      int whole = 0;
      while (whole < written.size() && written.get(whole).size() <= cut) {
        assertRead(reader, written.get(whole));
        whole++;
      }
      Made next = written.get(whole).sample();
      boolean isBetween = cut == (whole == 0 ? 0 : written.get(whole - 1).size());
      int cells = next == null ? 0 : next.layout().cells();
      if (isBetween) {
        assertThat(reader.next(cells)).isFalse();
      } else {
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(cells));
      }
    }
  }

  @RepeatedTest(100)
  void bytesThatNobodyWroteAreMetWithOneExceptionAndEnd() {
    for (int attempt = 0; attempt < 100; attempt++) {
      byte[] bytes = new byte[random.nextInt(400)];
      if (random.nextBoolean()) {
        random.nextBytes(bytes);
      } else {
        // Written, and then corrupted in some places.
        ChangeWriter writer = new ChangeWriter(0);
        write(writer, 10);
        bytes = Arrays.copyOf(writer.bytes(), writer.size());
        for (int spoilt = 1 + random.nextInt(4); spoilt > 0 && bytes.length > 0; spoilt--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      assertReadsOrRefuses(bytes);
    }
  }

  private void assertReadsOrRefuses(byte[] bytes) {
    ChangeReader reader = new ChangeReader();
    reader.feed(bytes, 0, bytes.length);
    int samples = 0;
    try {
      int cells = random.nextInt(40);
      while (reader.next(cells)) {
        samples++;
        assertThat(samples).as("each sample takes a byte").isLessThanOrEqualTo(bytes.length);
      }
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + " " + Arrays.toString(bytes), e);
    }
  }

  @Test
  void changesWantASampleThatTheyChange() {
    ChangeWriter writer = new ChangeWriter(0);
    Made first = Samples.first(Samples.layout("a"), 1, 2, List.of(1L, 2L));
    writer.key(first);
    int afterKey = writer.size();
    writer.changes(Samples.after(first, 3, 4, List.of(5L, 2L)));
    ChangeReader reader = new ChangeReader();
    reader.feed(writer.bytes(), afterKey, writer.size());
    assertThatIllegalArgumentException().isThrownBy(() -> reader.next(2));
    ChangeReader lost = new ChangeReader();
    lost.feed(writer.bytes(), 0, writer.size());
    lost.next(2);
    lost.lose();
    assertThatIllegalArgumentException().isThrownBy(() -> lost.next(2));
  }

  @Test
  void whatFollowsAGapIsAKeyFrame() {
    ChangeWriter writer = new ChangeWriter(0);
    Made first = Samples.first(Samples.layout("a"), 1, 2, List.of(1L, 2L));
    writer.key(first);
    writer.gap(3, 4);
    writer.gap(5, 6);
    writer.changes(Samples.after(first, 7, 8, List.of(5L, 2L)));
    ChangeReader reader = new ChangeReader();
    reader.feed(writer.bytes(), 0, writer.size());
    assertThat(reader.next(2)).isTrue();
    assertThat(reader.next(2)).isTrue();
    assertThat(reader.next(2)).isTrue();
    assertThat(reader.startNanos()).isEqualTo(5);
    assertThatIllegalArgumentException().isThrownBy(() -> reader.next(2));
  }

  @Test
  void aKeyFrameOfAnotherLayoutIsRefused() {
    ChangeWriter writer = new ChangeWriter(0);
    writer.key(Samples.first(Samples.layout("a", "b"), 1, 2, List.of(1L, 2L, 3L, 4L)));
    ChangeReader reader = new ChangeReader();
    reader.feed(writer.bytes(), 0, writer.size());
    assertThatIllegalArgumentException().isThrownBy(() -> reader.next(2));
  }

  @Test
  void noRoomIsMadeForMoreCellsThanThereAreBytes() {
    byte[] bytes = new byte[3 + Varint.MOST]; // a key frame, its times, and its number of cells
    int end = Varint.put(bytes, 3, 1 << 30);
    ChangeReader reader = new ChangeReader();
    reader.feed(bytes, 0, end);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.next(1 << 30))
        .withMessage("1073741824 cells in 0 bytes");
  }

  @Test
  void cellsOfRowsThatLeftOrCameAreZeroWhateverStoodThere() {
    ChangeWriter writer = new ChangeWriter(0);
    writer.key(Samples.first(Samples.layout("a", "b", "c"), 1, 2, List.of(1L, 2L, 3L, 4L, 5L, 6L)));
    ChangeReader reader = new ChangeReader();
    reader.feed(writer.bytes(), 0, writer.size());
    reader.next(6);
    SlotRow came = new SlotRow(1, Samples.TABLE.row("d"), List.of(Samples.COUNTER));
    reader.change(new LayoutChange(List.of(0), List.of(came), List.of()), 2, 6);
    assertThat(LongStream.range(0, 6).map(cell -> reader.value((int) cell)))
        .containsExactly(0L, 0L, 0L, 0L, 5L, 6L);
    // Nor does anything come back from before a shorter key frame.
    writer.clear();
    writer.key(Samples.first(Samples.layout("a"), 3, 4, List.of(7L, 8L)));
    reader.feed(writer.bytes(), 0, writer.size());
    reader.next(2);
    reader.change(new LayoutChange(List.of(), List.of(came), List.of()), 2, 6);
    assertThat(LongStream.range(0, 6).map(cell -> reader.value((int) cell)))
        .containsExactly(7L, 8L, 0L, 0L, 0L, 0L);
  }

  @Test
  void roomIsNeverOverrun() {
    // The largest possible sample: every cell changes as much as possible, and so do the times.
    int cells = 200;
    Layout layout = layoutOf(cells / 2);
    Made last =
        Samples.first(
            layout, Long.MAX_VALUE, Long.MIN_VALUE, Collections.nCopies(cells, -1L << 62));
    ChangeWriter writer = new ChangeWriter(ChangeWriter.most(cells));
    assertThat(writer.hasRoom(cells)).isTrue();
    byte[] bytes = writer.bytes();
    writer.key(last);
    assertThat(writer.bytes()).isSameAs(bytes);
    writer.clear();
    for (int i = 0; i < 4; i++) {
      long value = i % 2 == 0 ? 1L << 62 : -1L << 62;
      long start = i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      last = Samples.after(last, start, -start - 1, Collections.nCopies(cells, value));
      writer.changes(last);
      assertThat(writer.bytes()).isSameAs(bytes);
      assertThat(writer.size()).isLessThanOrEqualTo(ChangeWriter.most(cells));
      writer.clear();
    }
  }

  @Test
  void aCounterThatGrewALittleCostsTwoBytes() {
    Layout layout = layoutOf(50);
    Made first = Samples.first(layout, 1_000_000_000, 1_000_050_000, Collections.nCopies(100, 9L));
    ChangeWriter writer = new ChangeWriter(0);
    writer.key(first);
    int before = writer.size();
    writer.changes(
        Samples.after(first, 2_000_000_000, 2_000_050_000, Collections.nCopies(100, 9L + 63)));
    assertThat(writer.size() - before).isLessThanOrEqualTo(200 + 10);
  }
}
