package io.github.procfs4j.cli;

import io.github.procfs4j.cli.terminal.Streams;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procfs completion}. */
@Command(
    name = "completion",
    description = "Prints a completion script for the arguments of procfs.",
    footer = {
      "",
      "Examples:",
      "  source <(procfs completion bash)               in ~/.bashrc",
      "  source <(procfs completion zsh)                in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Streams streams;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** The shells; picocli's script of bash is also one of zsh, by its bashcompinit. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @SuppressWarnings({"NullAway.Init", "UnusedVariable"})
  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  CompletionCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    streams.out().script(AutoComplete.bash("procfs", spec.root().commandLine()));
    return 0;
  }
}
