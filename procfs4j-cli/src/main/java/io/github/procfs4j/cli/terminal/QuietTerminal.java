package io.github.procfs4j.cli.terminal;

import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of this process as JLine has it, without questions to it. JLine would ask what the
 * terminal can do, and wait for answers in a thread. On a busy machine that thread is late: it
 * takes the keys that are pressed meanwhile, and finally gives the terminal the attributes that it
 * had before, among them that a key waits for the end of a line.
 */
public final class QuietTerminal {
  private QuietTerminal() {}

  /** Begins to build it. */
  public static TerminalBuilder builder() {
    return TerminalBuilder.builder()
        .system(true)
        .dumb(false)
        .nativeSignals(false)
        .graphemeCluster(false);
  }
}
