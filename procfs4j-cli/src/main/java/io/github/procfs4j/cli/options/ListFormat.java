package io.github.procfs4j.cli.options;

import java.util.Locale;

/** How a list is printed: to be read by people, or by programs. */
public enum ListFormat {
  TABLE,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
