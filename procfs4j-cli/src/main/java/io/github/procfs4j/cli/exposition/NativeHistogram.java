package io.github.procfs4j.cli.exposition;

import io.github.procfs4j.cli.protobuf.Message;
import java.util.Map;
import java.util.TreeMap;

/**
 * A native histogram of Prometheus: how many numbers were in each of its buckets, whose limits grow
 * by the same factor. At first there are eight buckets for each power of two; as soon as more than
 * 160 buckets have numbers, each two become one.
 *
 * <p>Its numbers only grow, so the distribution between any two scrapes is their difference. It
 * must only be used by one thread at a time.
 */
public final class NativeHistogram {
  /** As in client_golang. */
  static final int MOST_BUCKETS = 160;

  /** Numbers up to this one count as zero; as in client_golang. */
  private static final double ZERO_THRESHOLD = 0x1p-128;

  private static final int FINEST = 3;

  /** The upper limits of the buckets from 1 to 2 of the finest scale. */
  private static final double[] LIMITS = new double[1 << FINEST];

  static {
    for (int i = 0; i < LIMITS.length; i++) {
      LIMITS[i] = Math.pow(2, (double) i / LIMITS.length);
    }
  }

  private static final int COUNT = 1;
  private static final int SUM = 2;
  private static final int SCHEMA = 5;
  private static final int THRESHOLD = 6;
  private static final int ZEROS = 7;
  private static final int SPAN = 12;
  private static final int DELTA = 13;
  private static final int SPAN_OFFSET = 1;
  private static final int SPAN_LENGTH = 2;

  private final TreeMap<Integer, Long> buckets = new TreeMap<>();
  private int schema = FINEST;
  private long count;
  private long zeros;
  private double sum;

  /** Creates an empty histogram. */
  public NativeHistogram() {}

  /**
   * Counts a number.
   *
   * @param number the number, which is finite and not negative
   */
  public void add(double number) {
    count++;
    sum += number;
    if (number <= ZERO_THRESHOLD) {
      zeros++;
      return;
    }
    buckets.merge(Math.ceilDiv(finest(number), 1 << (FINEST - schema)), 1L, Long::sum);
    if (buckets.size() > MOST_BUCKETS) {
      halve();
    }
  }

  /** The bucket of the finest scale that contains a number: its upper limit is 2^(bucket/8). */
  private static int finest(double number) {
    int exponent = Math.getExponent(number);
    double rest = Math.scalb(number, -exponent); // from 1 to less than 2
    int within = 0;
    while (within < LIMITS.length && LIMITS[within] < rest) {
      within++;
    }
    return exponent * LIMITS.length + within;
  }

  private void halve() {
    Map<Integer, Long> before = new TreeMap<>(buckets);
    buckets.clear();
    before.forEach((bucket, numbers) -> buckets.merge(Math.ceilDiv(bucket, 2), numbers, Long::sum));
    schema--;
  }

  /** A message {@code Histogram} of Prometheus' protocol buffers. */
  Message message() {
    Message message =
        new Message()
            .number(COUNT, count)
            .real(SUM, sum)
            .signed(SCHEMA, schema)
            .real(THRESHOLD, ZERO_THRESHOLD)
            .number(ZEROS, zeros);
    spans(message);
    long last = 0;
    for (long numbers : buckets.values()) {
      message.signed(DELTA, numbers - last);
      last = numbers;
    }
    return message;
  }

  /** Adjacent buckets are a span; an empty one shows that there are such buckets at all. */
  private void spans(Message message) {
    int end = 0;
    int begin = 0;
    int length = 0;
    for (int bucket : buckets.keySet()) {
      if (length > 0 && bucket > begin + length) {
        span(message, begin - end, length);
        end = begin + length;
        length = 0;
      }
      begin = length == 0 ? bucket : begin;
      length++;
    }
    span(message, begin - end, length);
  }

  private static void span(Message message, int offset, int length) {
    message.message(SPAN, new Message().signed(SPAN_OFFSET, offset).number(SPAN_LENGTH, length));
  }
}
