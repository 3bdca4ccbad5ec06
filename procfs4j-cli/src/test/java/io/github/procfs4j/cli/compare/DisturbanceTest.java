package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Made-up figures of a run on two CPUs. */
class DisturbanceTest {
  private static RunValue value(double mean) {
    return new RunValue(mean, 0, new float[0], null);
  }

  /** With the CPUs busy and stolen in percent of all, and the CPUs that the command used. */
  private static Map<Key, RunValue> values(double busy, double steal, double... used) {
    Map<Key, RunValue> values = new HashMap<>();
    values.put(new Key("stat", "cpu", "all", "busy", "%", false), value(busy));
    values.put(new Key("stat", "cpu", "all", "steal", "%", false), value(steal));
    values.put(new Key("stat", "cpu", "0", "busy", "%", false), value(100));
    for (int i = 0; i < used.length; i++) {
      values.put(
          new Key("pid:command", "process", "program" + i, "cpu", "CPUs", true), value(used[i]));
      values.put(
          new Key("pid:command", "thread", "program" + i, "cpu", "CPUs", true), value(used[i]));
      values.put(new Key("pid:*", "process", "program" + i, "cpu", "CPUs", true), value(used[i]));
    }
    return values;
  }

  @Test
  void whatTheCommandUsesDoesNotDisturbIt() {
    assertThat(Disturbance.of(values(100, 0, 1.5, 0.45), 2, 0)).isEmpty();
    assertThat(Disturbance.of(values(4.9, 0), 2, 0)).isEmpty();
  }

  @Test
  void whatRecordingTakesIsNotThatOfOthers() {
    assertThat(Disturbance.of(values(60, 0, 1), 2, 0.15)).isEmpty();
    assertThat(Disturbance.of(values(60, 0, 1), 2, 0.05)).startsWith("other processes used 7.5 % ");
  }

  @Test
  void othersAndTheHypervisorAreNamed() {
    assertThat(Disturbance.of(values(56, 0, 1), 2, 0))
        .isEqualTo("other processes used 6.0 % of the time of the CPUs (limit 5 %)");
    assertThat(Disturbance.of(values(52, 1.5, 1), 2, 0))
        .isEqualTo("the hypervisor took 1.5 % of the time of the CPUs (limit 1 %)");
    assertThat(Disturbance.of(values(70, 2, 1), 2, 0))
        .startsWith("other processes used 18.0 % ")
        .contains(", the hypervisor took 2.0 % ");
  }

  /** Without the number of CPUs, or {@code stat}, it is not known. */
  @Test
  void whatIsNotKnownDoesNotDisturb() {
    assertThat(Disturbance.of(values(70, 0, 1), 0, 0)).isEmpty();
    assertThat(Disturbance.of(Map.of(), 2, 0)).isEmpty();
  }
}
