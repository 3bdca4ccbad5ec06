package io.github.procfs4j.jfr;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.printable.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The agent that registers {@link ProcfsEvents} in a program that does not know of them:
 *
 * <pre>{@code
 * java -javaagent:procfs4j-jfr-agent.jar=stat@100ms,pressure/cpu,self-threads@100ms \
 *     -XX:StartFlightRecording:filename=OUT.jfr -jar PROGRAM.jar
 * }</pre>
 *
 * <p>Its argument is a list of sources as {@link ProcfsEvents.Builder#with(String)} reads them;
 * without one it is {@code usual}. The word {@code cells} in the list adds the kernel's numbers to
 * the events. Whatever is wrong with the list is reported in a line on standard error, and the
 * program starts all the same. Messages about sources go there, too: a logger could start the
 * logging of the program before the program has configured it.
 */
public final class Agent {
  private static final String USUAL = "usual";
  private static final String CELLS = "cells";

  private Agent() {}

  /**
   * Called by the JVM before the program starts.
   *
   * @param argument what follows the equals sign of the option; null if there is none
   */
  public static void premain(@Nullable String argument) {
    try {
      register(argument == null || argument.isBlank() ? USUAL : argument);
    } catch (NoClassDefFoundError e) {
      print("no events: " + whatIsMissing(e)); // what escapes may be missing as well
    } catch (RuntimeException | LinkageError e) {
      say("no events: " + e);
    }
  }

  private static String whatIsMissing(NoClassDefFoundError e) {
    return String.valueOf(e.getMessage()).startsWith("jdk/jfr/")
        ? "this program does without the module jdk.jfr; --add-modules jdk.jfr adds it"
        : "the library procfs4j is not on the class path; the agent's own jar, whose name ends in"
            + " -agent.jar, contains it";
  }

  private static void register(String argument) {
    ProcfsEvents.Builder events = ProcfsEvents.of(Procfs.mounted()).reportingTo(Agent::say);
    for (String word : argument.split(",", -1)) {
      try {
        if (word.equals(CELLS)) {
          events.withCells();
        } else {
          events.with(word);
        }
      } catch (IllegalArgumentException e) {
        say(String.valueOf(e.getMessage()));
      }
    }
    events.register();
  }

  /** Names and paths may contain anything, and standard error may be a terminal. */
  private static void say(String message) {
    print(Printable.line(message));
  }

  private static void print(String message) {
    System.err.println("procfs4j-jfr: " + message);
  }
}
