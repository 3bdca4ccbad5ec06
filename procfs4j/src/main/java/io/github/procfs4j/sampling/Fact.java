package io.github.procfs4j.sampling;

import java.util.List;
import java.util.Objects;

/** Something that a file which is read once tells, in a form that people and programs can read. */
public sealed interface Fact {
  /** What it is called, such as {@code cores}. */
  String name();

  /** A number of things. */
  record Count(String name, long value) implements Fact {
    /** Refuses null. */
    public Count {
      Objects.requireNonNull(name, "name");
    }
  }

  /** A text. */
  record Text(String name, String value) implements Fact {
    /** Refuses null. */
    public Text {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  /** Many short names, such as the features of a processor. */
  record Words(String name, List<String> values) implements Fact {
    /** Keeps a copy of the list. */
    public Words {
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(name, "name");
      values = List.copyOf(values);
    }
  }

  /** Texts, each for itself, such as the parameters of a command line. */
  record Items(String name, List<String> values) implements Fact {
    /** Keeps a copy of the list. */
    public Items {
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(name, "name");
      values = List.copyOf(values);
    }
  }
}
