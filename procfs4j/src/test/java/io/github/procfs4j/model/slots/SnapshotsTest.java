package io.github.procfs4j.model.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A snapshot does not change, whatever is set in the array or in other snapshots afterwards. */
class SnapshotsTest {
  private static final int SIZE = 1000;

  private static List<Integer> all(Snapshots<Integer> array) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      Integer element = array.get(i);
      all.add(element == null ? -1 : element);
    }
    return all;
  }

  @Test
  void staysAsItWas() {
    Random random = new Random(1);
    Snapshots<Integer> array = new Snapshots<>();
    List<Snapshots<Integer>> snapshots = new ArrayList<>();
    List<List<Integer>> expected = new ArrayList<>();
    List<Integer> now = new ArrayList<>(all(array));
    for (int round = 0; round < 50; round++) {
      for (int i = random.nextInt(20); i > 0; i--) {
        int at = random.nextInt(SIZE);
        array.set(at, round);
        now.set(at, round);
      }
      snapshots.add(array.snapshot());
      expected.add(List.copyOf(now));
    }
    assertThat(snapshots.stream().map(SnapshotsTest::all).toList()).isEqualTo(expected);
    array.set(0, 1);
    snapshots.getLast().set(0, 77);
    assertThat(array.get(0)).isEqualTo(1);
    assertThat(array.get(SIZE * SIZE)).isNull();
  }
}
