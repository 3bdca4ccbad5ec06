package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.sampling.SelfSampler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses the periods of the sources of a recording so that the CPU time of the process, including
 * the JVM's own, stays within a share of one CPU.
 *
 * <p>Each period is the shortest requested period times a power of two, so all ticks of a longer
 * period are also ticks of the shorter ones, and one wake-up serves all. The period of the source
 * with the greatest share is lengthened, until the expected cost fits; what a cheap source does not
 * need is left to the others.
 *
 * <p>The budget applies to the measured CPU time. The durations of samples only show where it goes.
 * Periods grow as soon as the budget is exceeded over some seconds. They shrink one step at a time,
 * only if the cost expected then leaves room, and more rarely each time that this turns out to be
 * wrong.
 */
public final class Budget {
  /** The longest period. */
  static final long LONGEST_NANOS = 10_000_000_000L;

  private static final Pattern SHARE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)%");

  /** Periods are lengthened until this part of the budget is expected to be used. */
  private static final double AIM = 0.85;

  /** Periods are shortened only if this part of the budget is expected to be used. */
  private static final double ROOM = 0.7;

  /** The share of an idle JVM: 0.05 to 0.1 % of a CPU, for its own threads. */
  private static final double IDLE = 0.001;

  /** The greatest cost of a wake-up; anything above it in a trial is due to the JVM's compiler. */
  private static final double MOST_WAKE_NANOS = 50_000;

  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final long SHORTEST_WINDOW_NANOS = 2_500_000_000L;

  /** Excess use is saved over this time, so that the budget holds in total. */
  private static final double PAYBACK_NANOS = 60e9;

  /** The time for which there must be room for shorter periods before they are shortened. */
  private static final long FIRST_HOLD_NANOS = 10_000_000_000L;

  private static final long LONGEST_HOLD_NANOS = 1_280_000_000_000L;

  /** The weight of the next sample in the expected duration of a source's samples. */
  private static final double NEWEST = 0.1;

  /**
   * A sample that takes longer by this factor was probably interrupted; if not, the next ones will
   * show it.
   */
  private static final double OUTLIER = 3;

  /** How the periods changed. */
  enum Change {
    NONE,
    LONGER,
    SHORTER,
    /** They are as long as possible, and the budget is still exceeded. */
    EXCEEDED
  }

  private final double share;
  private final long[] shortest;

  /** How often each period was doubled. */
  private int[] doubled;

  /** The duration of a sample of each source, in nanoseconds. */
  private final double[] took;

  /** The cost of a wake-up, in nanoseconds, including everything except samples. */
  private double wake;

  /** The share of a CPU that the JVM takes without wake-ups and samples. */
  private double idle = IDLE;

  /** The share of CPU time in the duration of samples; during the rest, others ran. */
  private double busy = 1;

  /** The measured costs since the last change, limited to the window. */
  private final ArrayDeque<Costs> window = new ArrayDeque<>();

  private boolean isBegun;
  private long changedNanos;
  private Change lastChange = Change.NONE;

  /** Whether periods could be shorter, and since when. */
  private boolean hasRoom;

  private long roomNanos;
  private long holdNanos = FIRST_HOLD_NANOS;
  private double used = Double.NaN;

  /** CPU time used in excess of the budget and not saved yet, in nanoseconds. */
  private double debt;

  /** The share that applies until the debt is paid. */
  private double limit;

  /**
   * Creates a budget.
   *
   * @param share the share of one CPU
   * @param shortest the shortest requested period of each source, in nanoseconds
   */
  Budget(double share, long[] shortest) {
    this.share = share;
    limit = share;
    this.shortest = shortest.clone();
    doubled = new int[shortest.length];
    took = new double[shortest.length];
  }

  /** The share of one CPU that a user typed, such as {@code 0.5%}. */
  static double share(String text) {
    Matcher matcher = SHARE.matcher(text);
    if (!matcher.matches()) {
      throw CommandException.usage(
          "--budget: «"
              + text
              + "» is not a share of one CPU, which is a number with %, such as 0.5%");
    }
    double percent = Double.parseDouble(matcher.group(1));
    if (percent == 0) {
      throw CommandException.usage("--budget: nothing can be recorded with " + text + " of a CPU");
    }
    if (percent > 100) {
      throw CommandException.usage(
          "--budget: " + text + " is more than one CPU, and recording uses at most one");
    }
    return percent / 100;
  }

  /** Chooses the first periods, from a trial in which all sources were sampled at each wake-up. */
  Change begin(Costs from, Costs to) {
    long most = 1;
    for (int i = 0; i < took.length; i++) {
      long samples = to.samples()[i] - from.samples()[i];
      took[i] = samples == 0 ? 0 : (double) (to.took()[i] - from.took()[i]) / samples;
      most = Math.max(most, samples);
    }
    double rest = to.cpu() - from.cpu() - sampling(from, to) - idle * (to.nanos() - from.nanos());
    wake = Math.clamp(rest / most, 0, MOST_WAKE_NANOS);
    int[] chosen = choose(AIM);
    boolean isLonger = !Arrays.equals(chosen, doubled);
    doubled = chosen;
    used = expected(doubled);
    return used > share ? Change.EXCEEDED : isLonger ? Change.LONGER : Change.NONE;
  }

  /** Evaluates the measured costs, about once a second, and possibly chooses new periods. */
  Change after(Costs now) {
    if (isBegun) {
      learn(window.getLast(), now);
    } else {
      restart(now);
      isBegun = true;
      return Change.NONE;
    }
    window.addLast(now);
    while (window.size() > 2 && now.nanos() - window.getFirst().nanos() > WINDOW_NANOS) {
      window.removeFirst();
    }
    Costs first = window.getFirst();
    double nanos = now.nanos() - first.nanos();
    if (nanos < SHORTEST_WINDOW_NANOS) {
      return Change.NONE;
    }
    used = (now.cpu() - first.cpu()) / nanos;
    attribute(first, now);
    if (used > limit) {
      return lengthen(now);
    }
    return shorten(now);
  }

  private void learn(Costs before, Costs now) {
    for (int i = 0; i < took.length; i++) {
      long samples = now.samples()[i] - before.samples()[i];
      if (samples > 0) {
        double mean = (double) (now.took()[i] - before.took()[i]) / samples;
        double likely = took[i] == 0 ? mean : Math.min(mean, OUTLIER * took[i]);
        took[i] += (likely - took[i]) * (1 - Math.pow(1 - NEWEST, (double) samples));
      }
    }
    long nanos = now.nanos() - before.nanos();
    long cpu = now.cpu() - before.cpu();
    double saved = share * nanos - (double) cpu;
    debt = Math.clamp(debt - saved, 0, share * 2 * PAYBACK_NANOS);
    limit = Math.max(share / 2, share - debt / PAYBACK_NANOS);
  }

  /**
   * Attributes the cost that is not due to samples to wake-ups, except what an idle JVM takes. Uses
   * the median over seconds, because bursts such as garbage collections do not depend on the
   * periods.
   */
  private void attribute(Costs first, Costs now) {
    double sum = sampling(first, now);
    busy = sum == 0 ? 1 : Math.min(1, (now.cpu() - first.cpu()) / sum);
    List<Double> rests = new ArrayList<>();
    Costs before = first;
    for (Costs each : window) {
      if (each.nanos() > before.nanos()) {
        double rest = each.cpu() - before.cpu() - busy * sampling(before, each);
        rests.add(Math.max(0, rest / (each.nanos() - before.nanos())));
      }
      before = each;
    }
    Collections.sort(rests);
    double rest = rests.get((rests.size() - 1) / 2);
    idle = Math.min(IDLE, rest);
    wake = (rest - idle) / wakes(doubled);
  }

  /** The total duration of the samples taken between two times, in nanoseconds. */
  private static double sampling(Costs from, Costs to) {
    double sum = 0;
    for (int i = 0; i < to.took().length; i++) {
      sum += to.took()[i] - from.took()[i];
    }
    return sum;
  }

  private Change lengthen(Costs now) {
    hasRoom = false;
    int[] next = choose(AIM);
    for (int i = 0; i < next.length; i++) {
      next[i] = Math.max(next[i], doubled[i]);
    }
    // If the periods already fit, the cost is higher than the known parts explain.
    if (Arrays.equals(next, doubled) && !lengthen(next)) {
      boolean isLasting = now.nanos() - changedNanos >= WINDOW_NANOS;
      return used > share && isLasting ? Change.EXCEEDED : Change.NONE;
    }
    if (lastChange == Change.SHORTER) {
      boolean isSoon = now.nanos() - changedNanos < 4 * holdNanos;
      holdNanos = isSoon ? Math.min(2 * holdNanos, LONGEST_HOLD_NANOS) : FIRST_HOLD_NANOS;
    }
    return change(Change.LONGER, next, now);
  }

  private Change shorten(Costs now) {
    int[] chosen = choose(ROOM);
    int[] next = doubled.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] -= chosen[i] < doubled[i] ? 1 : 0;
    }
    if (Arrays.equals(next, doubled) || expected(next) > AIM * limit) {
      hasRoom = false;
      return Change.NONE;
    }
    if (!hasRoom) {
      hasRoom = true;
      roomNanos = now.nanos();
    }
    return now.nanos() - roomNanos < holdNanos ? Change.NONE : change(Change.SHORTER, next, now);
  }

  private Change change(Change change, int[] next, Costs now) {
    doubled = next;
    lastChange = change;
    restart(now);
    return change;
  }

  private void restart(Costs now) {
    hasRoom = false;
    changedNanos = now.nanos();
    window.clear();
    window.addLast(now);
  }

  /** The shortest periods with which this part of the budget is expected to be used. */
  private int[] choose(double part) {
    int[] chosen = new int[shortest.length];
    boolean canBeLonger = true;
    while (canBeLonger && expected(chosen) > part * limit) {
      canBeLonger = lengthen(chosen);
    }
    return chosen;
  }

  /**
   * Doubles the period of the source that costs most; returns false if no period can be longer. The
   * most frequent sources share the cost of wake-ups; if that is more than the cost of the source
   * itself, only doubling the periods of all of them helps.
   */
  private boolean lengthen(int[] of) {
    double wakes = wakes(of);
    int waking = 0;
    for (int i = 0; i < of.length; i++) {
      waking += isWaking(i, of, wakes) ? 1 : 0;
    }
    double most = -1;
    int costliest = -1;
    boolean isForWaking = false;
    for (int i = 0; i < of.length; i++) {
      if (canBeLonger(i, of)) {
        double own = busy * took[i] / period(i, of[i]);
        double shared = isWaking(i, of, wakes) ? wake * wakes / waking : 0;
        if (own + shared > most) {
          most = own + shared;
          costliest = i;
          isForWaking = shared > own;
        }
      }
    }
    for (int i = 0; i < of.length; i++) {
      boolean isMeant = i == costliest || (isForWaking && isWaking(i, of, wakes));
      of[i] += isMeant && canBeLonger(i, of) ? 1 : 0; // wakes has the previous value
    }
    return costliest >= 0;
  }

  private boolean canBeLonger(int source, int[] of) {
    return period(source, of[source]) * 2 <= LONGEST_NANOS;
  }

  private boolean isWaking(int source, int[] of, double wakes) {
    return 1.0 / period(source, of[source]) >= wakes;
  }

  /** The share of one CPU that these periods are expected to take. */
  private double expected(int[] of) {
    double sum = idle + wake * wakes(of);
    for (int i = 0; i < of.length; i++) {
      sum += busy * took[i] / period(i, of[i]);
    }
    return sum;
  }

  /** The wake-ups in a nanosecond: as many as the samples of the most frequent source. */
  private double wakes(int[] of) {
    double most = 1.0 / SelfSampler.SAMPLING_PERIOD.toNanos();
    for (int i = 0; i < of.length; i++) {
      most = Math.max(most, 1.0 / period(i, of[i]));
    }
    return most;
  }

  private long period(int source, int times) {
    return shortest[source] << times;
  }

  /** The last chosen period of a source, in nanoseconds. */
  long period(int source) {
    return period(source, doubled[source]);
  }

  /** Whether it currently uses less than the budget to save earlier excess use. */
  boolean isSaving() {
    return limit < share && used <= share;
  }

  /** The share of one CPU used recently; before the first measurement, the expected share. */
  double used() {
    return used;
  }
}
