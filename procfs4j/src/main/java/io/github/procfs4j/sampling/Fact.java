package io.github.procfs4j.sampling;

import java.util.List;

/** Something that a file which is read once tells, in a form that people and programs can read. */
public sealed interface Fact {
  /** What it is called, such as {@code cores}. */
  String name();

  /** A number of things. */
  record Count(String name, long value) implements Fact {}

  /** A text. */
  record Text(String name, String value) implements Fact {}

  /** Many short names, such as the features of a processor. */
  record Words(String name, List<String> values) implements Fact {
    /** Keeps a copy of the list. */
    public Words {
      values = List.copyOf(values);
    }
  }

  /** Texts, each for itself, such as the parameters of a command line. */
  record Items(String name, List<String> values) implements Fact {
    /** Keeps a copy of the list. */
    public Items {
      values = List.copyOf(values);
    }
  }
}
