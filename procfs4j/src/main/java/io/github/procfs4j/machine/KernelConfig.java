package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * {@code /proc/config.gz}: the options that the kernel was built with, compressed with gzip.
 *
 * <pre>
 * CONFIG_HZ=250
 * # CONFIG_SCHEDSTATS is not set
 * </pre>
 *
 * <p>The file exists if the kernel was built with CONFIG_IKCONFIG_PROC. An option that is not set
 * is usually a comment that says so, or missing altogether if it could not be selected.
 * kernel/configs.c, Documentation/kbuild/kconfig-language.rst.
 */
public final class KernelConfig {
  /** The file as a source. */
  public static final OnceFile<KernelConfig> FILE =
      new OnceFile<>(
          new Source(
              "config.gz",
              "The options that the kernel was built with",
              Source.Mode.ONCE,
              "",
              "CONFIG_IKCONFIG_PROC",
              "",
              "kernel/configs.c"),
          KernelConfig::parse);

  /**
   * Many times the size of any kernel's configuration; a limit, because a small compressed file may
   * expand to fill all memory.
   */
  private static final int LONGEST = 16 << 20;

  private static final Pattern SET =
      Pattern.compile("^(CONFIG_\\w+)=\"?(.*?)\"?$", Pattern.MULTILINE);
  private static final Pattern OPTION = Pattern.compile("CONFIG_\\w+");

  private final Map<String, String> options;

  private KernelConfig(Map<String, String> options) {
    this.options = options;
  }

  private static KernelConfig parse(String file, byte[] bytes) {
    String text;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] unpacked = in.readNBytes(LONGEST + 1);
      if (unpacked.length > LONGEST) {
        throw new IOException("unpacks to more than " + (LONGEST >> 20) + " MiB");
      }
      text = new String(unpacked, ISO_8859_1);
    } catch (IOException e) {
      throw MalformedTextException.at(file, bytes, 0, "a text compressed by gzip");
    }
    Map<String, String> options = new HashMap<>();
    SET.matcher(text).results().forEach(set -> options.put(set.group(1), set.group(2)));
    return new KernelConfig(options);
  }

  /**
   * {@return the file below {@code root}, if it exists and can be read}
   *
   * @param root the root of a procfs, such as {@code /proc}
   */
  public static Optional<KernelConfig> ifReadable(Path root) {
    try {
      return Optional.of(FILE.read(root));
    } catch (UnreadableException | MalformedTextException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return the value of an option: {@code y} if it is built in, {@code m} if it is a module, a
   * number or a string; empty if it is not set or not listed}
   *
   * @param option its name, such as {@code CONFIG_HZ}
   */
  public Optional<String> value(String option) {
    Objects.requireNonNull(option, "option");
    return Optional.ofNullable(options.get(option));
  }

  /**
   * {@return the first option named in a sentence that is not set; empty if all are set, or none is
   * named}
   *
   * @param requires a text that may contain names of options, such as {@code CONFIG_NUMA}
   */
  public Optional<String> missing(String requires) {
    Objects.requireNonNull(requires, "requires");
    return OPTION
        .matcher(requires)
        .results()
        .map(MatchResult::group)
        .filter(option -> value(option).isEmpty())
        .findFirst();
  }

  /** Such as {@code KernelConfig[2345 options]}. */
  @Override
  public String toString() {
    return "KernelConfig[" + options.size() + " options]";
  }
}
