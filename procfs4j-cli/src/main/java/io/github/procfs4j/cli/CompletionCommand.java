package io.github.procfs4j.cli;

import io.github.procfs4j.cli.manual.Completion;
import io.github.procfs4j.cli.terminal.Streams;
import java.util.concurrent.Callable;
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
      "  source <(procfs completion zsh)                in ~/.zshrc, after compinit",
      "  procfs completion fish | source                in ~/.config/fish/config.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Streams streams;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Completion.Shell shell;

  CompletionCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    streams.out().script(Completion.script(spec.root().commandLine(), shell));
    return 0;
  }
}
