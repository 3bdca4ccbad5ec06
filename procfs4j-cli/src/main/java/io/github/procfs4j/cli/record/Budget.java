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
 * Chooses the periods of the sources of a recording so that the CPU time of the process, the JVM's
 * own included, stays within a share of one CPU.
 *
 * <p>Each period is the shortest that is wanted, times a power of two: so all ticks of a longer
 * period are ticks of the shorter ones, too, and one waking up serves all. It is lengthened where
 * it helps most, at the source that takes the greatest share, until what is expected fits; what a
 * cheap source leaves goes to the others.
 *
 * <p>What is held to is the CPU time as measured. What each sample took only tells where it goes.
 * Periods grow as soon as the budget is exceeded over some seconds, and shrink again one step at a
 * time, only if what is then expected leaves room, and the more seldom the more often it was wrong.
 */
public final class Budget {
  /** No period is made longer than this. */
  static final long LONGEST_NANOS = 10_000_000_000L;

  private static final Pattern SHARE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)%");

  /** What is lengthened is so until this part of the budget is expected to be used. */
  private static final double AIM = 0.85;

  /** What is shortened may be expected to use this part of it. */
  private static final double ROOM = 0.7;

  /** What a JVM takes that does nothing: 0.05 to 0.1 % of a CPU, to look after its own threads. */
  private static final double IDLE = 0.001;

  /** What it takes at most to wake up; what a trial shows above that, the JVM's compiler takes. */
  private static final double MOST_WAKE_NANOS = 50_000;

  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final long SHORTEST_WINDOW_NANOS = 2_500_000_000L;

  /** What was used too much is saved in so long a time, so that the budget holds in all. */
  private static final double PAYBACK_NANOS = 60e9;

  /** So long there has to be room for shorter periods before they are. */
  private static final long FIRST_HOLD_NANOS = 10_000_000_000L;

  private static final long LONGEST_HOLD_NANOS = 1_280_000_000_000L;

  /** How much of what is expected of a source the next of its samples is. */
  private static final double NEWEST = 0.1;

  /** One that takes longer was mostly interrupted; if not, the next ones say so. */
  private static final double OUTLIER = 3;

  /** What became of the periods. */
  enum Change {
    NONE,
    LONGER,
    SHORTER,
    /** They are as long as can be, and the budget is not held even so. */
    EXCEEDED
  }

  private final double share;
  private final long[] shortest;

  /** How often each period was doubled. */
  private int[] doubled;

  /** What a sample of each source takes, in nanoseconds. */
  private final double[] took;

  /** What waking up takes, in nanoseconds, with all that is not a sample. */
  private double wake;

  /** What the JVM takes of a CPU without any of that. */
  private double idle = IDLE;

  /** How much of the time that a sample takes is CPU time: the rest went to others. */
  private double busy = 1;

  /** CPU time by time, since the last change and not longer ago than the window. */
  private final ArrayDeque<Costs> window = new ArrayDeque<>();

  private boolean isBegun;
  private long changedNanos;
  private Change lastChange = Change.NONE;

  /** Whether periods could be shorter, and since when. */
  private boolean hasRoom;

  private long roomNanos;
  private long holdNanos = FIRST_HOLD_NANOS;
  private double used = Double.NaN;

  /** CPU time that was used beyond the budget and not yet saved, in nanoseconds. */
  private double debt;

  /** The share that is to be held until the debt is paid. */
  private double limit;

  /**
   * A budget.
   *
   * @param share of one CPU
   * @param shortest the shortest period of each source that is wanted, in nanoseconds
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

  /**
   * Chooses the first periods, from a trial in which all sources were sampled at each waking up.
   */
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

  /** Looks at what was measured, about once a second, and possibly chooses again. */
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
   * What is not in the samples comes with waking up, but for what a JVM takes anyway: the median of
   * the seconds, as a burst such as a garbage collection is of no period's making.
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

  /** How long all samples took that were made between two times, in nanoseconds. */
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
    // If that fits already, it took more than what is known accounts for.
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
   * Doubles the period of the source that takes most: false if none can be longer. The most
   * frequent ones share what it takes to wake up; where that is more than what the source itself
   * takes, only to double the periods of all of them helps.
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
      of[i] += isMeant && canBeLonger(i, of) ? 1 : 0; // wakes is what it was before
    }
    return costliest >= 0;
  }

  private boolean canBeLonger(int source, int[] of) {
    return period(source, of[source]) * 2 <= LONGEST_NANOS;
  }

  private boolean isWaking(int source, int[] of, double wakes) {
    return 1.0 / period(source, of[source]) >= wakes;
  }

  /** The share of one CPU that such periods are expected to take. */
  private double expected(int[] of) {
    double sum = idle + wake * wakes(of);
    for (int i = 0; i < of.length; i++) {
      sum += busy * took[i] / period(i, of[i]);
    }
    return sum;
  }

  /** How often the recorder wakes up in a nanosecond: as often as the most frequent source. */
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

  /** The period of a source, as it was chosen last, in nanoseconds. */
  long period(int source) {
    return period(source, doubled[source]);
  }

  /** Whether it holds back to save what was used too much before. */
  boolean isSaving() {
    return limit < share && used <= share;
  }

  /** The share of one CPU that was used lately; before anything was measured, what is expected. */
  double used() {
    return used;
  }
}
