package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.cli.options.CommandException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of periods, for a recorder with made-up costs and a simulated clock. */
class BudgetTest {
  private static final long US = 1_000;
  private static final long MS = 1_000 * US;
  private static final long SECOND = 1_000 * MS;

  /** A recorder of sources with given costs, on a machine that may be busy with others too. */
  private static final class Machine {
    final long[] cost;
    final long[] shortest;
    long wake = 20 * US;
    double idle = 0.0008;

    /** The ratio of the duration of a sample to its CPU time. */
    double stretch = 1;

    private final Random random = new Random(7);
    private final Budget budget;
    private final double share;
    final List<Budget.Change> changes = new ArrayList<>();

    /** The share that was used, second by second. */
    final List<Double> used = new ArrayList<>();

    private long nanos = 123 * SECOND;
    private double cpu;
    private final double[] samples;
    private final double[] took;

    Machine(double share, long[] shortest, long[] cost) {
      this.share = share;
      this.shortest = shortest;
      this.cost = cost.clone();
      samples = new double[cost.length];
      took = new double[cost.length];
      budget = new Budget(share, shortest);
    }

    private Costs costs() {
      return new Costs(
          nanos,
          (long) cpu,
          Arrays.stream(samples).mapToLong(count -> (long) count).toArray(),
          Arrays.stream(took).mapToLong(time -> (long) time).toArray());
    }

    /** Advances time; each cost varies by up to a fifth. */
    private void pass(long time, long[] periods) {
      double before = cpu;
      double wakes = 0;
      for (int i = 0; i < cost.length; i++) {
        // Complete samples, when they are due.
        double count =
            Math.floor((nanos + time) / (double) periods[i])
                - Math.floor(nanos / (double) periods[i]);
        double each = cost[i] * (0.8 + 0.4 * random.nextDouble());
        samples[i] += count;
        took[i] += count * each * stretch;
        cpu += count * each;
        wakes = Math.max(wakes, time / (double) periods[i]);
      }
      cpu += wakes * wake + idle * time;
      nanos += time;
      used.add((cpu - before) / time);
    }

    Budget.Change begin() {
      long[] trial = new long[cost.length];
      Arrays.fill(trial, 10 * MS);
      Costs from = costs();
      pass(SECOND, trial);
      Budget.Change change = budget.begin(from, costs());
      used.clear();
      budget.after(costs());
      return change;
    }

    void run(int seconds) {
      for (int i = 0; i < seconds; i++) {
        pass(SECOND, periods());
        Budget.Change change = budget.after(costs());
        if (change != Budget.Change.NONE) {
          changes.add(change);
        }
      }
    }

    long[] periods() {
      long[] periods = new long[cost.length];
      for (int i = 0; i < periods.length; i++) {
        periods[i] = budget.period(i);
      }
      return periods;
    }

    double mean(int from) {
      return used.subList(from, used.size()).stream()
          .mapToDouble(Double::doubleValue)
          .average()
          .orElseThrow();
    }

    void assertWithin() {
      assertThat(mean(0)).as("share of one CPU over all the time").isLessThanOrEqualTo(share);
      long[] periods = periods();
      for (int i = 0; i < periods.length; i++) {
        assertThat(periods[i] % shortest[i]).isZero();
        assertThat(Long.bitCount(periods[i] / shortest[i])).as("a power of two").isOne();
        assertThat(periods[i]).isLessThanOrEqualTo(Math.max(10 * SECOND, shortest[i]));
      }
    }
  }

  private static long[] all(int count, long period) {
    long[] periods = new long[count];
    Arrays.fill(periods, period);
    return periods;
  }

  @Test
  void whatFitsIsAsOftenAsWanted() {
    Machine machine = new Machine(0.05, all(3, 100 * MS), new long[] {50 * US, 9 * US, 20 * US});
    assertThat(machine.begin()).isEqualTo(Budget.Change.NONE);
    machine.run(300);
    assertThat(machine.changes).isEmpty();
    assertThat(machine.periods()).containsExactly(100 * MS, 100 * MS, 100 * MS);
    machine.assertWithin();
  }

  @Test
  void aCostlySourceIsMadeSeldomAndTheCheapOnesStay() {
    Machine machine = new Machine(0.01, all(3, 100 * MS), new long[] {9_000 * US, 9 * US, 20 * US});
    assertThat(machine.begin()).isEqualTo(Budget.Change.LONGER);
    machine.run(600);
    assertThat(machine.periods()[0]).isGreaterThan(800 * MS);
    assertThat(machine.periods()[1]).isEqualTo(100 * MS);
    assertThat(machine.periods()[2]).isEqualTo(100 * MS);
    machine.assertWithin();
    assertThat(machine.mean(60)).as("what is allowed is used").isGreaterThan(0.4 * 0.01);
  }

  @ParameterizedTest
  @CsvSource({"0.005, 1", "0.005, 3", "0.02, 1", "0.02, 3", "0.1, 2"})
  void manySourcesFitWithoutGoingBackAndForth(double share, double stretch) {
    long[] costs = new long[25];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = (5 + i * i) * US; // 5 to 581 µs
    }
    Machine machine = new Machine(share, all(25, 10 * MS), costs);
    machine.stretch = stretch;
    machine.begin();
    machine.run(1800);
    machine.assertWithin();
    assertThat(machine.mean(600)).isGreaterThan(0.5 * share);
    assertThat(machine.changes.subList(machine.changes.size() / 2, machine.changes.size()))
        .as("%s", machine.changes)
        .hasSizeLessThan(20);
    int before = machine.changes.size();
    machine.run(1800);
    assertThat(machine.changes.size() - before).as("in the second half hour").isLessThan(10);
  }

  @Test
  void aFileThatGrowsGetsALongerPeriodAndShorterAgainSlowly() {
    Machine machine = new Machine(0.01, all(2, 100 * MS), new long[] {200 * US, 20 * US});
    machine.begin();
    machine.run(120);
    assertThat(machine.periods()).containsExactly(100 * MS, 100 * MS);
    assertThat(machine.changes).isEmpty();

    machine.cost[0] = 3000 * US;
    machine.run(12);
    assertThat(machine.periods()[0]).isGreaterThanOrEqualTo(400 * MS);
    machine.run(120);
    machine.assertWithin();
    assertThat(machine.mean(140)).isLessThan(0.01);

    long grown = machine.periods()[0];
    int changes = machine.changes.size();
    machine.cost[0] = 200 * US;
    machine.run(8);
    assertThat(machine.periods()[0]).as("not at once").isEqualTo(grown);
    machine.run(400);
    assertThat(machine.periods()).containsExactly(100 * MS, 100 * MS);
    assertThat(machine.changes.subList(changes, machine.changes.size()))
        .containsOnly(Budget.Change.SHORTER);
    machine.assertWithin();
  }

  /** At a thousand samples a second it would take 6 %; so would a single source at this rate. */
  @Test
  void wakingUpIsACostOfThoseWhoWakeUpMostOften() {
    Machine machine =
        new Machine(0.01, new long[] {MS, MS, MS, 100 * MS}, new long[] {200, 200, 200, 300 * US});
    machine.wake = 60 * US;
    machine.begin();
    machine.run(300);
    machine.assertWithin();
    long[] periods = machine.periods();
    assertThat(periods[0]).isBetween(8 * MS, 64 * MS).isEqualTo(periods[1]).isEqualTo(periods[2]);
    assertThat(periods[3]).as("what costs more, but does not wake up").isLessThan(400 * MS);
  }

  @Test
  void whatWasUsedTooMuchIsSaved() {
    Machine machine = new Machine(0.01, all(2, 100 * MS), new long[] {550 * US, 50 * US});
    machine.begin();
    machine.run(10);
    assertThat(machine.changes).isEmpty();
    double before = machine.cpu;
    machine.cpu += 0.9 * SECOND; // all at once
    machine.run(240);
    assertThat((machine.cpu - before) / (240.0 * SECOND)).isLessThan(0.01);
    machine.run(100);
    assertThat(machine.periods()).containsExactly(100 * MS, 100 * MS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.0005})
  void whatCannotBeHeldIsSaidAndAsSeldomAsCanBe(double share) {
    Machine machine = new Machine(share, all(2, 100 * MS), new long[] {200 * US, 20 * US});
    assertThat(machine.begin()).isEqualTo(Budget.Change.EXCEEDED);
    machine.run(30);
    assertThat(machine.periods()).containsExactly(6400 * MS, 6400 * MS);
    assertThat(machine.changes).containsOnly(Budget.Change.EXCEEDED);
  }

  @Test
  void aPeriodThatIsWantedLongerThanTheLongestStaysAsItIs() {
    Machine machine =
        new Machine(0.005, new long[] {3600 * SECOND, 100 * MS}, new long[] {SECOND, 900 * US});
    machine.begin();
    machine.run(100);
    assertThat(machine.periods()[0]).isEqualTo(3600 * SECOND);
    assertThat(machine.periods()[1]).isGreaterThan(100 * MS);
  }

  @ParameterizedTest
  @CsvSource({"0.5%, 0.005", "100%, 1", "12%, 0.12"})
  void aShareIsTypedInPercent(String text, double share) {
    assertThat(Budget.share(text)).isEqualTo(share);
  }

  @ParameterizedTest
  @CsvSource({
    "0%, nothing can be recorded",
    "0.0%, nothing can be recorded",
    "200%, is more than one CPU",
    "0.5, is not a share",
    "half, is not a share",
    "-1%, is not a share",
    "1e1%, is not a share",
    "'', is not a share"
  })
  void whatIsNoShareIsSaid(String text, String message) {
    assertThatThrownBy(() -> Budget.share(text))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("--budget: ")
        .hasMessageContaining(message);
  }
}
