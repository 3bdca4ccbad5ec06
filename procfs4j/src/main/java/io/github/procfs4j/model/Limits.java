package io.github.procfs4j.model;

import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a figure, and what is returned instead of a value outside them.
 *
 * <p>Kernels print impossible numbers: a guest's time ahead of the time that it is part of, or more
 * free memory than exists. Only this class decides what happens to a figure in that case. If the
 * tool that defines the figure corrects it, so does the figure ({@link #limited}, {@link
 * #replacedBy}); otherwise the value is unchanged. In either case the interval is counted, see
 * {@link Interval#side}, so that a report of the figure can say so.
 */
public final class Limits {
  /**
   * A value that no amount reaches in any unit: such a large number is a negative one that the
   * kernel printed without its sign.
   */
  private static final double BEYOND_ALL = 0x1p63;

  /** No limits: a value may be negative and arbitrarily large. */
  public static final Limits NONE =
      new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, null, null, "");

  /** An amount: not negative. */
  public static final Limits AMOUNT =
      new Limits(0, Double.POSITIVE_INFINITY, null, null, "it is shown unchanged");

  /**
   * A count that the kernel sums over all CPUs without a lock, so that it may be negative for a
   * moment. Printed as an unsigned 32-bit number, it is then close to 2<sup>32</sup>.
   */
  public static final Limits COUNT =
      AMOUNT
          .upTo(Integer.MAX_VALUE)
          .remarked(
              "the kernel adds it up without a lock, and a negative sum may be printed without its"
                  + " sign");

  /** A share of an amount: 0 to 100 %. */
  public static final Limits SHARE = AMOUNT.upTo(100);

  private final double least;
  private final double most;
  private final @Nullable Whole whole;
  private final @Nullable ToDoubleBiFunction<Interval, Row> instead;
  private final String remark;

  /** An amount that a figure cannot exceed in an interval, in the unit of the figure. */
  private record Whole(String name, ToDoubleBiFunction<Interval, Row> amount) {}

  private Limits(
      double least,
      double most,
      @Nullable Whole whole,
      @Nullable ToDoubleBiFunction<Interval, Row> instead,
      String remark) {
    this.least = least;
    this.most = most;
    this.whole = whole;
    this.instead = instead;
    this.remark = remark;
  }

  /** {@return the lower limit; negative infinity if there is none} */
  public double least() {
    return least;
  }

  /** {@return the upper limit; infinity if there is none} */
  public double most() {
    return most;
  }

  /** {@return the name of the amount that it is part of and therefore cannot exceed, if any} */
  public Optional<String> whole() {
    return Optional.ofNullable(whole).map(Whole::name);
  }

  /** The replacement for a value outside; null if the value is unchanged. */
  @Nullable ToDoubleBiFunction<Interval, Row> instead() {
    return instead;
  }

  /** {@return the remark on a value outside: its replacement, or its cause} */
  public String remark() {
    return remark;
  }

  /**
   * {@return a share of measured time, or a value derived from one: at most {@code most}, or
   * slightly more if the kernel counts in steps} iostat(1), which defines {@code %util} like this,
   * shows such values unchanged.
   *
   * @param most the upper limit, such as 100 for a share in percent
   */
  public static Limits ofTime(double most) {
    return AMOUNT
        .upTo(most)
        .remarked("the kernel counts in coarse steps; a large excess is an error in its numbers");
  }

  /**
   * {@return these limits with another greatest value}
   *
   * @param greatest the upper limit
   */
  public Limits upTo(double greatest) {
    return new Limits(least, greatest, whole, instead, remark);
  }

  /**
   * {@return these limits for a part of the value of a gauge}
   *
   * @param gauge the gauge that contains the part, as in {@code MemTotal}
   */
  public Limits partOf(Column gauge) {
    return partOf(gauge.name(), (interval, row) -> interval.amount(row, gauge));
  }

  /**
   * {@return these limits for a part of something}
   *
   * @param name the name of the whole, for messages
   * @param amount the whole in an interval for a row, in the unit of the figure; NaN if it is not
   *     known
   */
  public Limits partOf(String name, ToDoubleBiFunction<Interval, Row> amount) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(amount, "amount");
    return new Limits(least, most, new Whole(name, amount), instead, remark);
  }

  /**
   * {@return these limits with another remark on a value outside}
   *
   * @param what the remark: why a value may be outside, or what is shown instead
   */
  public Limits remarked(String what) {
    Objects.requireNonNull(what, "what");
    return new Limits(least, most, whole, instead, what);
  }

  /**
   * {@return these limits, but a value below the lower limit is replaced by that limit, as {@code
   * tool} does}
   *
   * @param tool the name of the tool, such as {@code mpstat(1)}
   */
  public Limits limited(String tool) {
    Objects.requireNonNull(tool, "tool");
    return new Limits(
        least,
        most,
        whole,
        (interval, row) -> least,
        "%.0f is shown, as %s does".formatted(least, tool));
  }

  /**
   * {@return these limits, but a value outside is replaced; if the replacement is outside too,
   * there is no value}
   *
   * @param what the remark, which states the replacement
   * @param formula computes the replacement in an interval for a row
   */
  public Limits replacedBy(String what, ToDoubleBiFunction<Interval, Row> formula) {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(formula, "formula");
    return new Limits(least, most, whole, formula, what);
  }

  /** The position of a value relative to the limits. */
  public enum Side {
    /** Within the limits. */
    WITHIN,
    /** Below the lower limit. */
    BELOW,
    /** Above the upper limit, or more than the whole. */
    ABOVE
  }

  /**
   * In words, as in {@code 0 to 100} and {@code 0 to MemTotal; outside: MemTotal less MemFree is
   * shown, as free(1) does}.
   */
  @Override
  public String toString() {
    return remark.equals(AMOUNT.remark) || range().equals("none")
        ? range()
        : range() + "; outside: " + remark;
  }

  /** {@return the limits in words, as in {@code 0 to MemTotal}; {@code none} if there are none} */
  public String range() {
    if (!hasMost() && least < 0) {
      return "none";
    }
    return whole != null
        ? "%.0f to %s".formatted(least, whole.name)
        : hasMost() ? "%.0f to %.0f".formatted(least, most) : "at least %.0f".formatted(least);
  }

  /** {@return whether there is an upper limit} */
  public boolean hasMost() {
    return whole != null || most < BEYOND_ALL;
  }

  /** The position of a value of the figure in an interval. */
  Side side(double value, Interval interval, Row row) {
    if (value < least) {
      return Side.BELOW;
    }
    return value > most
            || value >= BEYOND_ALL
            || (whole != null && value > whole.amount.applyAsDouble(interval, row))
        ? Side.ABOVE
        : Side.WITHIN;
  }
}
