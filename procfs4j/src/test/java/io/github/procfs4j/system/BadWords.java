package io.github.procfs4j.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is put in the place of a number: something else, or nothing. All of it is tried at each
 * place, or only {@code -Dprocfs.bad-words=N} of it, chosen for each place, the same in each run.
 */
final class BadWords {
  private static final List<String> ALL =
      List.of("-1", "18446744073709551615", "18446744073709551616", "1e3", "0x10", "");

  private static final int TRIED = Integer.getInteger("procfs.bad-words", ALL.size());

  private final Random random = new Random(1);
  private final List<String> words = new ArrayList<>(ALL);

  /** The words to try at the next place. */
  List<String> forNextPlace() {
    Collections.shuffle(words, random);
    return words.subList(0, TRIED);
  }
}
