package io.github.procfs4j.cli.screens;

import java.util.List;

/** What keys do, for the help on the screen; docs/live.md contains the same table. */
public final class Bindings {
  /** All of them, in order. */
  public static final List<Binding> ALL =
      List.of(
          new Binding("space", "stops at the moment that is shown, and shows the latest one again"),
          new Binding("Left, Right", "shows the step before and the step after"),
          new Binding("[, ]", "shows the moment ten steps before and ten steps after"),
          new Binding("Home, End", "shows the earliest and the latest moment"),
          new Binding("<, >", "sorts by the column before and the column after"),
          new Binding("r", "reverses the order"),
          new Binding(
              "/",
              "filters by a part of the name or command line, or by the number;"
                  + " Escape shows all again"),
          new Binding(
              "t",
              "shows threads instead of processes: those of processes that used CPU"
                  + " time, unless a recording has all"),
          new Binding("Up, Down, Page Up, Page Down", "scrolls"),
          new Binding("w", "writes the time in memory as a recording, in the current directory"),
          new Binding("?", "explains what is on the screen"),
          new Binding("q, Ctrl-C", "ends"));

  private Bindings() {}

  /**
   * A key or some keys.
   *
   * @param keys their names
   * @param text what they do
   */
  public record Binding(String keys, String text) {}
}
