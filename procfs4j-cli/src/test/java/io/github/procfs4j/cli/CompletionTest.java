package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts, sourced by their shells, with lines to complete. */
class CompletionTest {
  /** Partially typed lines, the words that complete them, and a word that does not. */
  private static final String[][] LINES = {
    {"procfs sh", "show", "record"},
    {"procfs --vers", "--version", "--help"},
    {"procfs help re", "record report", "show"},
    {"procfs completion ", "bash zsh fish", "record"},
    {"procfs record --du", "--duration", "--every"},
    {"procfs record -o x.rec --ke", "--keep", "--every"},
    {"procfs record al", "all", "meminfo"},
    {"procfs record us", "usual", "all"},
    {"procfs record net/so", "net/sockstat net/softnet_stat", "net/dev"},
    {"procfs record pi", "pid:", "all"},
    {"procfs cost stat me", "meminfo", "stat"},
    {"procfs show mem", "meminfo", "pid:"},
    {"procfs show pid/st", "pid/stat pid/statm pid/status", "stat"},
    {"procfs show --format ", "table json csv", "text"},
    {"procfs report x.rec --format ", "text json csv markdown", "table"},
    {"procfs report ", "a.rec", "--html"},
    {"procfs record -o ", "a.rec", "stat"},
    {"procfs show --root ", "directory", "stat"},
    {"procfs wss ", "1", "stat"},
  };

  private Path directory;

  @BeforeEach
  void makeFiles(@TempDir Path temporary) throws IOException {
    directory = temporary;
    Files.createFile(directory.resolve("a.rec"));
    Files.createFile(directory.resolve("b.txt"));
    Files.createDirectory(directory.resolve("directory"));
  }

  @Test
  void bashCompletes() throws Exception {
    String script =
        """
        source ./script
        compopt() { :; }
        complete_line() {
          COMP_LINE=$1 COMP_POINT=${#1} COMPREPLY=()
          "$(complete -p procfs | sed -E 's/.*-F ([^ ]+).*/\\1/')"
          echo "${COMPREPLY[*]}"
        }
        """;
    check("bash", script);
    // Readline breaks words at : and =, and replaces only what follows.
    assertThat(complete("bash", script, "procfs record pid:jav", "procfs show --format=j"))
        .satisfiesExactly(
            processes -> assertThat(processes).contains("java"),
            formats -> assertThat(formats).containsExactly("json"));
    assertThat(complete("bash", script, "procfs report ").getFirst()).doesNotContain("b.txt");
  }

  @Test
  void zshCompletes() throws Exception {
    assumeTrue(Command.has("zsh"), "zsh is not installed");
    String script =
        """
        compdef() { :; }
        source ./script
        compadd() { shift ${@[(i)--]}; print -rn -- "${(M)@:#${PREFIX}*} "; }
        compset() { PREFIX=${PREFIX#*=}; }
        _files() { if [[ $1 == -g ]]; then print -rl -- ${~2}; else print -r -- *; fi }
        complete_line() {
          local -a words=(${(s: :)1})
          [[ $1 != *' ' ]] || words+=('')
          local CURRENT=$#words PREFIX=${words[-1]}
          print -r -- $(_procfs)
        }
        """;
    check("zsh", script);
    assertThat(complete("zsh", script, "procfs record pid:jav", "procfs show --format=j"))
        .satisfiesExactly(
            processes -> assertThat(processes).contains("pid:java"),
            formats -> assertThat(formats).containsExactly("json"));
    assertThat(complete("zsh", script, "procfs report ").getFirst()).doesNotContain("b.txt");
  }

  @Test
  void fishCompletes() throws Exception {
    assumeTrue(Command.has("fish"), "fish is not installed");
    String script =
        """
        source ./script
        function complete_line
          echo (complete -C $argv[1] | string replace -r '/?(\\t.*)?$' '' | string join ' ')
        end
        """;
    check("fish", script);
    assertThat(complete("fish", script, "procfs record pid:jav", "procfs show --format=j"))
        .satisfiesExactly(
            processes -> assertThat(processes).contains("pid:java"),
            formats -> assertThat(formats).contains("--format=json"));
  }

  private void check(String shell, String script) throws Exception {
    String[] lines = Arrays.stream(LINES).map(line -> line[0]).toArray(String[]::new);
    List<List<String>> completed = complete(shell, script, lines);
    for (int i = 0; i < lines.length; i++) {
      assertThat(completed.get(i))
          .as(lines[i])
          .contains(LINES[i][1].split(" "))
          .doesNotContain(LINES[i][2]);
    }
  }

  /** The words with which a shell completes each of these lines. */
  private List<List<String>> complete(String shell, String script, String... lines)
      throws Exception {
    Files.writeString(directory.resolve("script"), Run.of("completion", shell).isDone().out());
    StringBuilder program = new StringBuilder(script);
    for (String line : lines) {
      program.append("complete_line '").append(line).append("'\n");
    }
    Run run =
        Command.end(
            new ProcessBuilder(shell, "-c", program.toString())
                .directory(directory.toFile())
                .start());
    assertThat(run.err()).isEmpty();
    List<List<String>> completed = new ArrayList<>();
    run.lines().forEach(line -> completed.add(List.of(line.strip().split(" "))));
    return completed;
  }
}
