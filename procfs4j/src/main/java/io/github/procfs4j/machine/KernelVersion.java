package io.github.procfs4j.machine;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of the running kernel, from {@code /proc/version}: one line, printed by {@code
 * fs/proc/version.c} in every kernel.
 *
 * <pre>{@code
 * Linux version 6.1.0-50-amd64 (who@where) (gcc-12 ..., GNU ld ...) #1 SMP PREEMPT_DYNAMIC ...
 *               release         builder     compiler                 build
 * }</pre>
 *
 * <p><b>What is compared.</b> {@link #compareTo}, {@link #equals} and {@link #hashCode} compare
 * {@linkplain #major() major}, {@linkplain #minor() minor}, {@linkplain #patch() patch} and the
 * {@linkplain #releaseCandidate() release candidate}, and nothing else: 6.6.0-rc1 &lt; 6.6.0-rc2
 * &lt; 6.6.0, and two builds of 6.6.0 are equal, whichever builder made them.
 *
 * <p><b>What the numbers do not show.</b> Distributions backport features and fixes without
 * changing the numbers: RHEL 8 remains at 4.18.0, and Debian's 6.1.0-50 is 6.1.176 (shown only in
 * {@link #build()}). A version at or above a number proves that a feature is present; a lower
 * version does not prove that it is missing.
 */
public final class KernelVersion implements Comparable<KernelVersion> {
  /** The file as a source. */
  public static final OnceFile<KernelVersion> FILE =
      new OnceFile<>(
          new Source(
              "version",
              "The kernel version, to identify incompatibilities",
              Source.Mode.ONCE,
              "",
              "",
              "",
              "proc_version(5), fs/proc/version.c"),
          KernelVersion::parse,
          (version, root) -> version.facts());

  private static final String PREFIX = "Linux version ";
  private static final Pattern RELEASE =
      Pattern.compile("([0-9]+)\\.([0-9]+)(?:\\.([0-9]+))?(\\S*)");

  /**
   * As mainline ("-rc3"), Fedora ("-0.rc3.") and Ubuntu ("-060600rc3") write release candidates.
   */
  private static final Pattern CANDIDATE =
      Pattern.compile("-(?:0\\.|[0-9]{6})?rc([0-9]{1,4})(?![0-9A-Za-z])");

  private static final Comparator<KernelVersion> ORDER =
      Comparator.comparingInt(KernelVersion::major)
          .thenComparingInt(KernelVersion::minor)
          .thenComparingInt(KernelVersion::patch)
          .thenComparingInt(v -> v.releaseCandidate().orElse(Integer.MAX_VALUE));

  private final String text;
  private final String release;
  private final int major;
  private final int minor;
  private final int patch;
  private final OptionalInt releaseCandidate;
  private final String extra;
  private final @Nullable String builder;
  private final @Nullable String compiler;
  private final @Nullable String build;

  private KernelVersion(WholeText whole) {
    text = whole.string(0, whole.length() - 1);
    if (!text.startsWith(PREFIX)) {
      throw whole.malformed(0, "\"" + PREFIX + "\"");
    }
    int start = PREFIX.length();
    int end = text.indexOf(' ', start);
    // If the space after it is missing, the last number may have lost digits.
    Matcher numbers = RELEASE.matcher(end < 0 ? "" : text.substring(start, end));
    if (!numbers.matches()) {
      throw whole.malformed(start, "a release such as 6.1.0 and a space");
    }
    release = numbers.group();
    major = number(whole, numbers, 1);
    minor = number(whole, numbers, 2);
    patch = numbers.group(3) == null ? 0 : number(whole, numbers, 3);
    extra = numbers.group(4);
    Matcher candidate = CANDIDATE.matcher(extra);
    releaseCandidate =
        candidate.lookingAt()
            ? OptionalInt.of(Integer.parseInt(candidate.group(1)))
            : OptionalInt.empty();

    int rest = end + 1;
    int afterBuilder = afterParentheses(text, rest);
    builder = inParentheses(text, rest, afterBuilder);
    int afterCompiler = afterParentheses(text, afterBuilder);
    compiler = inParentheses(text, afterBuilder, afterCompiler);
    build = text.startsWith("#", afterCompiler) ? text.substring(afterCompiler) : null;
  }

  /**
   * Reads the text of {@code /proc/version}.
   *
   * @param file where the text was read; for messages only
   * @param text the whole text, ending with the newline that the kernel prints
   * @return the version of the kernel
   * @throws MalformedTextException if this is not one line that begins with "Linux version ", two
   *     or three numbers and a space
   */
  public static KernelVersion parse(String file, byte[] text) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(text, "text");
    WholeText whole = new WholeText(file, text);
    int end = whole.indexOf('\n', 0, whole.length()) + 1;
    if (end != whole.length()) {
      throw whole.malformed(end, "the end of the text");
    }
    return new KernelVersion(whole);
  }

  private static int number(WholeText whole, Matcher numbers, int group) {
    try {
      return Integer.parseInt(numbers.group(group));
    } catch (NumberFormatException tooLarge) {
      throw whole.malformed(
          PREFIX.length() + numbers.start(group), "a number up to " + Integer.MAX_VALUE);
    }
  }

  /**
   * The index after "(...) ", which begins at {@code start} and may contain balanced parentheses;
   * {@code start} itself if the text has no such part there.
   */
  private static int afterParentheses(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      if (depth <= 0) {
        return i > start && text.startsWith(" ", i + 1) ? i + 2 : start;
      }
    }
    return start;
  }

  private static @Nullable String inParentheses(String text, int start, int after) {
    return after == start ? null : text.substring(start + 1, after - 2);
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact.Text("release", release));
    facts.add(new Fact.Count("major", major));
    facts.add(new Fact.Count("minor", minor));
    facts.add(new Fact.Count("patch", patch));
    releaseCandidate.ifPresent(n -> facts.add(new Fact.Count("release candidate", n)));
    if (!extra.isEmpty()) {
      facts.add(new Fact.Text("extra", extra));
    }
    builder().ifPresent(text -> facts.add(new Fact.Text("builder", text)));
    compiler().ifPresent(text -> facts.add(new Fact.Text("compiler", text)));
    build().ifPresent(text -> facts.add(new Fact.Text("build", text)));
    return facts;
  }

  /** {@return the complete line, without its newline} */
  public String text() {
    return text;
  }

  /** {@return the release, as {@code uname -r} prints it: "6.1.0-50-amd64"} */
  public String release() {
    return release;
  }

  /** {@return the first number of the release: 6 in 6.1.0-50-amd64} */
  public int major() {
    return major;
  }

  /** {@return the second number of the release: 1 in 6.1.0-50-amd64} */
  public int minor() {
    return minor;
  }

  /**
   * {@return the third number of the release: 0 in 6.1.0-50-amd64} The kernel omits it if its
   * makefile has no SUBLEVEL, as in Debian's "6.7-rc2-amd64": that version is 6.7.0.
   */
  public int patch() {
    return patch;
  }

  /**
   * {@return the number of the release candidate: 3 in 6.6.0-rc3; absent in a release} Also
   * recognized in the forms of Fedora ("6.6.0-0.rc3.20230921git...") and Ubuntu
   * ("6.6.0-060600rc3-generic"). An "rc" further to the right was added by the builder of the
   * kernel and does not count.
   */
  public OptionalInt releaseCandidate() {
    return releaseCandidate;
  }

  /**
   * {@return what follows the numbers of the release, from EXTRAVERSION and CONFIG_LOCALVERSION:
   * "-50-amd64", "-rc3", "+deb13-amd64", ".1-microsoft-standard-WSL2" (a fourth number is part of
   * it); empty if nothing follows}
   */
  public String extra() {
    return extra;
  }

  /**
   * {@return who built the kernel and where, from the first parentheses:
   * "debian-kernel@lists.debian.org"} Absent if the line does not contain it, as on systems that
   * imitate Linux.
   */
  public Optional<String> builder() {
    return Optional.ofNullable(builder);
  }

  /**
   * {@return what built the kernel, from the second parentheses: "gcc-12 (Debian 12.2.0-14+deb12u1)
   * 12.2.0, GNU ld (GNU Binutils for Debian) 2.40" (the linker since 5.8)} Absent if the line does
   * not contain it.
   */
  public Optional<String> compiler() {
    return Optional.ofNullable(compiler);
  }

  /**
   * {@return the build, as {@code uname -v} prints it: "#1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1
   * (2026-07-02)"} It shows the kernel's preemption model. Absent if the line does not contain it.
   */
  public Optional<String> build() {
    return Optional.ofNullable(build);
  }

  /**
   * {@return whether the numbers are MAJOR.MINOR.0 or later} As with the kernel's own
   * LINUX_VERSION_CODE, a release candidate counts as the version that it is a candidate for:
   * features appear in the first one.
   *
   * @param major the first number: 6 for Linux 6.12.3
   * @param minor the second number: 12 for Linux 6.12.3
   */
  public boolean atLeast(int major, int minor) {
    return atLeast(major, minor, 0);
  }

  /**
   * {@return whether the numbers are MAJOR.MINOR.PATCH or later; see {@link #atLeast(int, int)}}
   *
   * @param major the first number: 6 for Linux 6.12.3
   * @param minor the second number: 12 for Linux 6.12.3
   * @param patch the third number: 3 for Linux 6.12.3
   */
  public boolean atLeast(int major, int minor, int patch) {
    if (this.major != major) {
      return this.major > major;
    }
    if (this.minor != minor) {
      return this.minor > minor;
    }
    return this.patch >= patch;
  }

  /** Compares by numbers, then by release candidate; a release comes after its candidates. */
  @Override
  public int compareTo(KernelVersion other) {
    Objects.requireNonNull(other, "other");
    return ORDER.compare(this, other);
  }

  /** Whether numbers and release candidate are the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KernelVersion version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(major, minor, patch, releaseCandidate);
  }

  /** The release. */
  @Override
  public String toString() {
    return release;
  }
}
