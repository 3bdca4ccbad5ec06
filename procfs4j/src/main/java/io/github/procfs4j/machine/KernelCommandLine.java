package io.github.procfs4j.machine;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The command line that the kernel was started with, from {@code /proc/cmdline} ({@code
 * fs/proc/cmdline.c}, in every kernel), split into parameters by the rules of the kernel ({@code
 * next_arg} in {@code lib/cmdline.c}, {@code parse_args} in {@code kernel/params.c};
 * Documentation/admin-guide/kernel-parameters.rst):
 *
 * <ul>
 *   <li>White space separates parameters, except between double quotes. There is no escape
 *       character, and an unclosed quote extends to the end.
 *   <li>White space is what the kernel considers white space. This includes the byte 0xA0, even as
 *       half of a UTF-8 character.
 *   <li>The first "=" after the first character separates name and value. Quotes around the value
 *       ({@code dyndbg="file a.c +p"}) or around the whole parameter ({@code "dyndbg=file a.c +p"})
 *       do not belong to it; other quotes do.
 *   <li>In a name, "-" and "_" are the same.
 *   <li>A parameter that is just "--" ends the kernel's parameters; the rest are arguments for
 *       init.
 * </ul>
 *
 * <p>The line includes what a boot configuration (bootconfig, since 5.6) added to it. Whether the
 * kernel knew a parameter, and accepted its value, cannot be seen here.
 */
public final class KernelCommandLine {
  /** The file as a source. */
  public static final OnceFile<KernelCommandLine> FILE =
      new OnceFile<>(
          new Source(
              "cmdline",
              "The parameters with which the kernel was started",
              Source.Mode.ONCE,
              "",
              "",
              "",
              "proc_cmdline(5), Documentation/admin-guide/kernel-parameters.rst"),
          KernelCommandLine::parse,
          (line, root) -> line.facts());

  private static final String END_OF_PARAMETERS = "--";

  private final String text;
  private final List<Parameter> parameters;
  private final List<String> initArguments;

  private KernelCommandLine(
      String text, List<Parameter> parameters, List<Parameter> initArguments) {
    this.text = text;
    this.parameters = List.copyOf(parameters);
    this.initArguments = initArguments.stream().map(Parameter::toString).toList();
  }

  /**
   * One parameter, as written in the line.
   *
   * @param name its name, spelled as in the line
   * @param value what follows the "=", without the quotes around it; absent if there is no "=", and
   *     empty if nothing follows it
   */
  public record Parameter(String name, Optional<String> value) {
    /** Checks for null. */
    public Parameter {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(name, "name");
    }

    /** The parameter without its quotes: "NAME" or "NAME=VALUE". */
    @Override
    public String toString() {
      return value.map(v -> name + "=" + v).orElse(name);
    }
  }

  /**
   * Reads the text of {@code /proc/cmdline}.
   *
   * @param file where the text was read; for messages only
   * @param text the whole text, ending with the newline that the kernel prints
   * @return the parameters, in the order of the line
   * @throws MalformedTextException if that newline is missing; any other text is a command line
   */
  public static KernelCommandLine parse(String file, byte[] text) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(text, "text");
    WholeText whole = new WholeText(file, text);
    int end = whole.length() - 1;
    List<Parameter> parameters = new ArrayList<>();
    int rest = readParameters(whole, 0, end, parameters);
    // The kernel reads init's arguments with the same function, so a second "--" ends them too.
    List<Parameter> initArguments = new ArrayList<>();
    readParameters(whole, rest, end, initArguments);
    return new KernelCommandLine(whole.string(0, end), parameters, initArguments);
  }

  /** Reads up to "--" or the end, and returns where it stopped. */
  private static int readParameters(
      WholeText text, int start, int end, List<Parameter> parameters) {
    int at = start;
    while (true) {
      while (at < end && isSpace(text.at(at))) {
        at++;
      }
      if (at == end) {
        return end;
      }
      int next = endOfParameter(text, at, end);
      Parameter parameter = parameter(text, at, next);
      if (parameter.value().isEmpty() && parameter.name().equals(END_OF_PARAMETERS)) {
        return next;
      }
      parameters.add(parameter);
      at = next;
    }
  }

  private static int endOfParameter(WholeText text, int start, int end) {
    boolean inQuotes = false;
    for (int i = start; i < end; i++) {
      if (text.at(i) == '"') {
        inQuotes = !inQuotes;
      } else if (isSpace(text.at(i)) && !inQuotes) {
        return i;
      }
    }
    return end;
  }

  /** Splits the parameter in [start, end), which is not empty. */
  private static Parameter parameter(WholeText text, int start, int end) {
    boolean quoted = text.at(start) == '"';
    int name = quoted ? start + 1 : start;
    int equals = text.indexOf('=', name + 1, end);
    boolean hasValue = equals < end;
    int value = equals + 1;
    if (hasValue && value < end && text.at(value) == '"') {
      quoted = true;
      value++;
    }
    // One closing quote is removed if there was an opening one before the name or the value, but
    // never anything before the part that it closes: the opening quote may be the last character.
    int last = hasValue ? value : name;
    int close = quoted && end > last && text.at(end - 1) == '"' ? end - 1 : end;
    return hasValue
        ? new Parameter(text.string(name, equals), Optional.of(text.string(value, close)))
        : new Parameter(text.string(name, close), Optional.empty());
  }

  /** As isspace() in the kernel's lib/ctype.c, whose table covers ISO 8859-1. */
  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r') || b == (byte) 0xA0;
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact.Items("parameters", parameters.stream().map(Parameter::toString).toList()));
    if (!initArguments.isEmpty()) {
      facts.add(new Fact.Items("arguments of init", initArguments));
    }
    return facts;
  }

  /** {@return the complete line as passed to the kernel, without the newline that procfs adds} */
  public String text() {
    return text;
  }

  /** {@return the kernel's parameters, in the order of the line, including repetitions} */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * {@return whether the kernel was given this parameter, with or without a value}
   *
   * @param name the name; "-" and "_" are the same
   */
  public boolean has(String name) {
    Objects.requireNonNull(name, "name");
    return parameters.stream().anyMatch(p -> same(p.name(), name));
  }

  /**
   * The first value of this parameter.
   *
   * @param name the text before "="; as in the kernel, "-" and "_" are the same
   * @return absent if the parameter is missing or has no "="; empty for "name="
   */
  public Optional<String> firstValue(String name) {
    Objects.requireNonNull(name, "name");
    return values(name).stream().findFirst();
  }

  /**
   * The last value of this parameter, which is the effective one for most parameters. Some, such as
   * console=, use all values.
   *
   * @param name the text before "="; as in the kernel, "-" and "_" are the same
   * @return absent if the parameter is missing or has no "="; empty for "name="
   */
  public Optional<String> lastValue(String name) {
    Objects.requireNonNull(name, "name");
    return values(name).reversed().stream().findFirst();
  }

  /**
   * {@return all values of this parameter, in the order of the line; those without "=" have none}
   *
   * @param name the text before "="; as in the kernel, "-" and "_" are the same
   */
  public List<String> values(String name) {
    Objects.requireNonNull(name, "name");
    return parameters.stream()
        .filter(p -> same(p.name(), name))
        .flatMap(p -> p.value().stream())
        .toList();
  }

  /**
   * {@return the arguments after "--", without their quotes} The kernel passes them to init without
   * interpreting them (since 3.15). It also passes parameters that it does not recognize to init;
   * they are not included here, because only the kernel knows which they are.
   */
  public List<String> initArguments() {
    return initArguments;
  }

  private static boolean same(String name, String other) {
    return name.replace('-', '_').equals(other.replace('-', '_'));
  }

  /** The whole line. */
  @Override
  public String toString() {
    return text;
  }
}
