package io.github.procfs4j.sampling;

import java.util.List;
import java.util.Objects;

/** A fact from a file that is read once, in a form for people and programs. */
public sealed interface Fact {
  /** {@return its name, such as {@code cores}} */
  String name();

  /**
   * A number of things.
   *
   * @param name its name, such as {@code cores}
   * @param value how many there are
   */
  record Count(String name, long value) implements Fact {
    /** Checks for null. */
    public Count {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * A text.
   *
   * @param name its name, such as {@code cores}
   * @param value the text to show
   */
  record Text(String name, String value) implements Fact {
    /** Checks for null. */
    public Text {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * Many short names, such as the features of a processor.
   *
   * @param name its name, such as {@code cores}
   * @param values the names, in the order in which they are shown
   */
  record Words(String name, List<String> values) implements Fact {
    /** Copies the list. */
    public Words {
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(name, "name");
      values = List.copyOf(values);
    }
  }

  /**
   * Separate texts, such as the parameters of a command line.
   *
   * @param name its name, such as {@code cores}
   * @param values the texts, in the order of the file
   */
  record Items(String name, List<String> values) implements Fact {
    /** Copies the list. */
    public Items {
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(name, "name");
      values = List.copyOf(values);
    }
  }
}
