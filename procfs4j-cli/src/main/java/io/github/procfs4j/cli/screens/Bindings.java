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
          new Binding("Up, Down, Page Up, Page Down", "selects a process or thread"),
          new Binding("Tab, Shift-Tab", "selects a figure of the machine"),
          new Binding(
              "x",
              "shows the moment at which what is selected was highest: of a process, the column by"
                  + " which is sorted"),
          new Binding(
              "n, N",
              "shows the next and the previous moment at which it became unusual: further away from"
                  + " its median than five times the median of these distances"),
          new Binding("m", "marks the moment that is shown, with a text"),
          new Binding("., ,", "shows the next and the previous mark"),
          new Binding("z, Z", "shows more and less time in the curves"),
          new Binding("<, >", "sorts by the column before and the column after"),
          new Binding("r", "reverses the order"),
          new Binding(
              "/",
              "shows only those with this in their name or command line, or with this number; also"
                  + " user:NAME, and cgroup:PART for a part of the path of the control group"),
          new Binding("Escape", "shows all again, and selects nothing"),
          new Binding("v", "shows processes as a list, as a tree, or those of a name together"),
          new Binding(
              "t",
              "shows threads instead of processes: those of processes that used CPU"
                  + " time, unless a recording has all"),
          new Binding("w", "writes the time in memory as a recording, in the current directory"),
          new Binding("h", "writes the page of the report about it"),
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
