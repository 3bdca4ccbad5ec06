package io.github.procfs4j.cli.screens;

import io.github.procfs4j.cli.terminal.Styled;
import java.util.List;

/** The screens as lines. */
public final class Screens {
  private Screens() {}

  /**
   * The lines of the screen that a state shows of a moment.
   *
   * @param columns the width of the terminal
   * @param rows its height: there are at most as many lines
   */
  public static List<Styled> lines(
      State state, Moment moment, Range range, Status status, int columns, int rows) {
    List<Styled> lines =
        switch (state.view()) {
          case MACHINE -> new MachineScreen(state, moment, range, status, columns, rows).lines();
          case HELP -> HelpScreen.lines(state, moment, columns, rows);
        };
    return lines.stream().limit(rows).map(line -> line.cut(columns)).toList();
  }
}
