package io.github.procfs4j.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A terminal in which a shell runs: that of tmux, on a server of its own. */
final class Tmux implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  private final Path socket;

  /** Starts a shell in a terminal of this size, with these variables in its environment. */
  Tmux(Path directory, int columns, int rows, String... environment)
      throws IOException, InterruptedException {
    socket = directory.resolve("tmux");
    List<String> words =
        new ArrayList<>(
            List.of("-f", "/dev/null", "new-session", "-d", "-c", directory.toString()));
    words.addAll(List.of("-x", "" + columns, "-y", "" + rows));
    words.add("env");
    words.addAll(List.of("-u", "LC_ALL", "-u", "LC_CTYPE", "-u", "NO_COLOR"));
    words.addAll(List.of(environment));
    words.addAll(List.of("PS1=$ ", "bash", "--norc", "--noprofile", "-i"));
    String ignored = run(words);
    await("^\\$");
  }

  private String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
    words.addAll(arguments);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(words + ": " + output);
    }
    return output;
  }

  /** Presses keys, by their names in tmux. */
  void press(String... keys) throws IOException, InterruptedException {
    for (String key : keys) {
      String ignored = run(List.of("send-keys", key));
    }
  }

  /** Types a text. */
  void type(String text) throws IOException, InterruptedException {
    String ignored = run(List.of("send-keys", "-l", text));
  }

  /** Gives the terminal another size. */
  void resize(int columns, int rows) throws IOException, InterruptedException {
    String ignored = run(List.of("resize-window", "-x", "" + columns, "-y", "" + rows));
  }

  /** What the terminal shows. */
  String shown() throws IOException, InterruptedException {
    return run(List.of("capture-pane", "-p"));
  }

  /** The same with control sequences. */
  String styled() throws IOException, InterruptedException {
    return run(List.of("capture-pane", "-p", "-e"));
  }

  /** The number of the process of the shell. */
  long shell() throws IOException, InterruptedException {
    return Long.parseLong(run(List.of("list-panes", "-F", "#{pane_pid}")).strip());
  }

  /** Waits until the terminal shows something; returns all that it shows then. */
  String await(String pattern) throws IOException, InterruptedException {
    Pattern wanted = Pattern.compile(pattern, Pattern.MULTILINE);
    long begin = System.nanoTime();
    while (true) {
      String shown = shown();
      if (wanted.matcher(shown).find()) {
        return shown;
      }
      if (System.nanoTime() - begin > PATIENCE_NANOS) {
        throw new AssertionError("does not show " + pattern + " but\n" + shown);
      }
      Thread.sleep(50);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      String ignored = run(List.of("kill-server"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
