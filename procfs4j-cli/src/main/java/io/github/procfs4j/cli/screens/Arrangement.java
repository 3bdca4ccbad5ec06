package io.github.procfs4j.cli.screens;

/** How processes are arranged. */
public enum Arrangement {
  /** One after the other. */
  LIST("list"),
  /** Below their parents. */
  TREE("tree"),
  /** Those with the same name together. */
  NAMES("by name");

  private final String text;

  Arrangement(String text) {
    this.text = text;
  }

  /** Its name on the screen. */
  String text() {
    return text;
  }

  /** The one after it; after the last one, the first one. */
  Arrangement next() {
    return values()[(ordinal() + 1) % values().length];
  }
}
