package io.github.procfs4j.cli.options;

import java.util.Locale;

/** The format of a list: for people or for programs. */
public enum ListFormat {
  TABLE,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
