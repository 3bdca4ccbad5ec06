package io.github.procfs4j.bench;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.replay.PlainParser;
import io.github.procfs4j.sampling.SampledFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.function.UnaryOperator;

/**
 * Replays a text in memory, and runs a plain loop over the same bytes, without files or history.
 * Many texts are created at a time, and then replayed and parsed immediately after one another, so
 * that the timed code runs with warm caches and branch predictions.
 */
final class ReplayBench {
  /**
   * The additional distance of two texts in memory, so that they do not all map to the same cache
   * lines.
   */
  private static final int APART = 64;

  /** Room for numbers that grow. */
  private static final int ROOM_TO_GROW = 4096;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final PlainParser parser;
  private final byte[] text;
  private final UnaryOperator<byte[]> shape;
  private final int texts;

  /** The positions of the numbers that are cells. */
  private final BitSet cells = new BitSet();

  /**
   * Creates a benchmark of a text.
   *
   * @param texts the number of texts replayed at a time: together they should fit in a second-level
   *     cache
   */
  ReplayBench(SampledFile<?> file, byte[] text, int texts) {
    this(file, text, UnaryOperator.identity(), texts);
  }

  /**
   * Creates a benchmark of a text that is made from another one, whose numbers change.
   *
   * @param shape makes the text
   */
  ReplayBench(SampledFile<?> file, byte[] text, UnaryOperator<byte[]> shape, int texts) {
    this.name = file.source().name();
    this.parser = in -> file.parser().parse(in, new Layout.Builder());
    this.text = text;
    this.shape = shape;
    this.texts = texts;
    new ChangingText(text, this::noteCell);
  }

  /**
   * Whether a number is a cell: it is one if a text with another, possibly longer, number in its
   * place is replayed.
   */
  private boolean noteCell(int start) {
    byte[] other = text.clone();
    other[start] = (byte) (other[start] == '1' ? '2' : '1');
    byte[] longer = new byte[text.length + 1];
    System.arraycopy(text, 0, longer, 0, start);
    longer[start] = '1';
    System.arraycopy(text, start, longer, start + 1, text.length - start);
    cells.set(start, isReplayed(other) && isReplayed(longer));
    return cells.get(start);
  }

  private boolean isReplayed(byte[] other) {
    return learned(text).replay(ByteBuffer.wrap(other), other.length);
  }

  private LearnedText learned(byte[] bytes) {
    LearnedText learned = new LearnedText();
    learned.learn(name, ByteBuffer.wrap(bytes), bytes.length, parser);
    return learned;
  }

  /** A copy of the text in which the cells change. */
  ChangingText changingText() {
    return new ChangingText(text, cells::get);
  }

  /** Whether there are numbers to change. */
  boolean hasCells() {
    return !cells.isEmpty();
  }

  /** The result of a number of rounds, as the case {@code kase}. */
  Result run(String kase, double share, int rounds) {
    ChangingText changing = changingText();
    int length = shape.apply(text).length;
    int room = length + ROOM_TO_GROW + APART;
    ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(2 * texts, room));
    LearnedText learned = learned(shape.apply(text));
    PlainLoop plain = new PlainLoop();
    ByteBuffer[] segments = new ByteBuffer[texts];
    int[] lengths = new int[texts];
    long[] replayNs = new long[rounds];
    long[] plainNs = new long[rounds];
    long bytes = 0;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < texts; i++) {
        changing.change(share);
        byte[] now = shape.apply(changing.bytes());
        // Two halves: the last text of one remains unchanged while the other one is filled.
        segments[i] = memory.slice(((round & 1) * texts + i) * room, room);
        segments[i].put(0, now);
        lengths[i] = now.length;
      }
      long before = THREADS.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      int changes = replayAll(learned, segments, lengths);
      long middle = System.nanoTime();
      int numbers = plain.all(segments, lengths);
      long end = System.nanoTime();
      bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      int least = texts * changing.count(share); // a text made wider repeats its numbers
      if (changes < least
          || (length == text.length && changes != least)
          || numbers < texts * changing.numbers()) {
        throw new IllegalStateException(name + ": not all numbers were read");
      }
      replayNs[round] = middle - start;
      plainNs[round] = end - middle;
    }
    return new Result(
        name,
        kase,
        Statistics.median(replayNs) / texts,
        Statistics.median(plainNs) / texts,
        (double) bytes / (rounds * texts),
        length);
  }

  private int replayAll(LearnedText learned, ByteBuffer[] segments, int[] lengths) {
    int changes = 0;
    for (int i = 0; i < segments.length; i++) {
      if (!learned.replay(segments[i], lengths[i])) {
        throw new IllegalStateException(name + ": a text made to be replayed was not");
      }
      changes += learned.changes();
    }
    return changes;
  }
}
