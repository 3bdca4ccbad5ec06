package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.machine.KernelCommandLine.Parameter;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All command lines except those of the corpus are made up. */
class KernelCommandLineTest {
  private static KernelCommandLine parse(String line) {
    return KernelCommandLine.parse("/proc/cmdline", (line + "\n").getBytes(UTF_8));
  }

  private static Parameter flag(String name) {
    return new Parameter(name, Optional.empty());
  }

  private static Parameter with(String name, String value) {
    return new Parameter(name, Optional.of(value));
  }

  @ParameterizedTest
  @MethodSource("io.github.procfs4j.machine.Corpus#trees")
  void readsEveryTree(String tree) {
    KernelCommandLine line = KernelCommandLine.parse("cmdline", Corpus.bytes(tree, "cmdline"));
    assertThat(line.text() + "\n").isEqualTo(Corpus.text(tree, "cmdline"));
    String console =
        tree.startsWith("s390x") ? "ttysclp0" : tree.startsWith("arm64") ? "ttyAMA0" : "ttyS0";
    assertThat(line.parameters())
        .containsExactly(
            with("console", console),
            with("panic", "-1"),
            with("loglevel", "5"),
            with("net.ifnames", "0"),
            flag("nowatchdog"));
    assertThat(line.initArguments()).isEmpty();
  }

  @Test
  void handsWhatFollowsTheDashesToInit() {
    KernelCommandLine line =
        parse(
            "console=ttyS0 quiet rdinit=/init -- --addr 0.0.0.0:2024 who=\"a b\" \"c=d e\" \"f"
                + " g\"");
    assertThat(line.parameters())
        .containsExactly(with("console", "ttyS0"), flag("quiet"), with("rdinit", "/init"));
    assertThat(line.initArguments())
        .containsExactly("--addr", "0.0.0.0:2024", "who=a b", "c=d e", "f g");
    assertThat(line.has("--addr")).isFalse();
    assertThat(line.has("who")).isFalse();
    assertThat(line.has("--")).isFalse();
  }

  @Test
  void onlyTwoDashesAloneEndTheParameters() {
    assertThat(parse("--a --= ---").parameters())
        .containsExactly(flag("--a"), with("--", ""), flag("---"));
    assertThat(parse("a \"--\" b").initArguments()).containsExactly("b");
    assertThat(parse("a --").initArguments()).isEmpty();
    // The kernel reads init's arguments with a function that stops at "--".
    assertThat(parse("a -- b -- c").initArguments()).containsExactly("b");
  }

  @Test
  void takesDashAndUnderscoreForTheSame() {
    KernelCommandLine line = parse("page_reporting.page-reporting_order=11 no-hlt a-b=-_");
    assertThat(line.lastValue("page-reporting.page_reporting-order")).contains("11");
    assertThat(line.has("no_hlt")).isTrue();
    assertThat(line.has("no-hlt")).isTrue();
    assertThat(line.has("nohlt")).isFalse();
    assertThat(line.has("NO_HLT")).isFalse();
    // As written; and only in names.
    assertThat(line.parameters().getLast()).isEqualTo(with("a-b", "-_"));
  }

  @Test
  void keepsRepeatedParameters() {
    KernelCommandLine line = parse("console=tty0 quiet console=ttyS0,115200n8 console");
    assertThat(line.values("console")).containsExactly("tty0", "ttyS0,115200n8");
    assertThat(line.firstValue("console")).contains("tty0");
    assertThat(line.lastValue("console")).contains("ttyS0,115200n8");
    assertThat(line.parameters()).hasSize(4);
  }

  @Test
  void tellsAnEmptyValueFromNone() {
    KernelCommandLine line = parse("a= b c=\"\"");
    assertThat(line.parameters()).containsExactly(with("a", ""), flag("b"), with("c", ""));
    assertThat(line.lastValue("a")).contains("");
    assertThat(line.lastValue("b")).isEmpty();
    assertThat(line.values("b")).isEmpty();
    assertThat(line.has("b")).isTrue();
    assertThat(line.has("d")).isFalse();
    assertThat(line.firstValue("d")).isEmpty();
  }

  @Test
  void removesTheQuotesThatTheKernelRemoves() {
    assertThat(parse("dyndbg=\"file a.c +p\" x").parameters())
        .containsExactly(with("dyndbg", "file a.c +p"), flag("x"));
    assertThat(parse("\"dyndbg=file a.c +p\" x").parameters())
        .containsExactly(with("dyndbg", "file a.c +p"), flag("x"));
    assertThat(parse("\"a b\" x").parameters()).containsExactly(flag("a b"), flag("x"));
    assertThat(parse("a=\"b \"c\" d\"").parameters()).containsExactly(with("a", "b \"c\" d"));
  }

  @Test
  void keepsTheQuotesThatTheKernelKeeps() {
    // The value has to begin with the quote, and end with it.
    assertThat(parse("a=b\" c\"d x").parameters())
        .containsExactly(with("a", "b\" c\"d"), flag("x"));
    assertThat(parse("a=\"b c\"d x").parameters()).containsExactly(with("a", "b c\"d"), flag("x"));
    assertThat(parse("a\"b c\" x").parameters()).containsExactly(flag("a\"b c\""), flag("x"));
    assertThat(parse("\"a=\"b\"\"").parameters()).containsExactly(with("a", "b\""));
    // No other character quotes or escapes.
    assertThat(parse("a='b c' d=\\\"e f\"").parameters())
        .containsExactly(with("a", "'b"), flag("c'"), with("d", "\\\"e f\""));
  }

  @Test
  void anOpenQuoteReachesToTheEnd() {
    assertThat(parse("a=\"b c -- d").parameters()).containsExactly(with("a", "b c -- d"));
    assertThat(parse("x \"a=b c").parameters()).containsExactly(flag("x"), with("a", "b c"));
    assertThat(parse("a=\"").parameters()).containsExactly(with("a", ""));
    assertThat(parse("\"a=\"").parameters()).containsExactly(with("a", ""));
    assertThat(parse("\"").parameters()).containsExactly(flag(""));
    assertThat(parse("\"\" x").parameters()).containsExactly(flag(""), flag("x"));
  }

  @Test
  void theFirstEqualsSignBehindTheFirstCharacterSeparates() {
    assertThat(parse("root=UUID=1-2 =a =b=c a==b").parameters())
        .containsExactly(with("root", "UUID=1-2"), flag("=a"), with("=b", "c"), with("a", "=b"));
    assertThat(parse("\"=a\" \"x=y=z\"").parameters())
        .containsExactly(flag("=a"), with("x", "y=z"));
  }

  @Test
  void whiteSpaceIsTheKernels() {
    assertThat(parse("\t a \u000b\f\r b\n c ").parameters())
        .containsExactly(flag("a"), flag("b"), flag("c"));
    // In UTF-8, à ends with the byte 0xA0, the no-break space of ISO 8859-1.
    assertThat(parse("voilà=1").parameters()).containsExactly(flag("voil\\xc3"), flag("=1"));
  }

  @Test
  void anEmptyLineHasNoParameters() {
    assertThat(parse("").parameters()).isEmpty();
    assertThat(parse("").text()).isEmpty();
    assertThat(parse("   ").parameters()).isEmpty();
  }

  @Test
  void showsOtherLettersAndOtherBytes() {
    assertThat(parse("who=Zoë").lastValue("who")).contains("Zoë");
    byte[] latin = "who=Zo\u00eb x\n".getBytes(ISO_8859_1);
    assertThat(KernelCommandLine.parse("cmdline", latin).parameters())
        .containsExactly(with("who", "Zo\\xeb"), flag("x"));
  }

  @Test
  void refusesACutText() {
    byte[] text = Corpus.bytes("amd64-6.1-smp1/s0", "cmdline");
    for (int length = 0; length < text.length; length++) {
      byte[] cut = Arrays.copyOf(text, length);
      assertThatThrownBy(() -> KernelCommandLine.parse("cmdline", cut))
          .isInstanceOf(MalformedTextException.class)
          .hasMessage("cmdline:1:" + (length + 1) + ": expected a newline, found «end of text»");
    }
  }

  @Test
  void isReadBelowARoot(@TempDir Path root) throws IOException {
    byte[] text = Corpus.bytes("s390x-6.1-smp3/s0", "cmdline");
    Files.write(root.resolve("cmdline"), text);
    KernelCommandLine line = KernelCommandLine.FILE.read(root);
    assertThat(line.firstValue("console")).contains("ttysclp0");
    Files.write(root.resolve("cmdline"), Arrays.copyOf(text, text.length - 1));
    assertThatThrownBy(() -> KernelCommandLine.FILE.read(root))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith(root.resolve("cmdline") + ":");
  }

  @Test
  void survivesAnyBytes() {
    Corpus.spoilt("a=\"b c\" \"d=e\" --f -- \"g h\" i=\"j\"\n".getBytes(UTF_8))
        .forEach(
            bytes -> {
              if (bytes[bytes.length - 1] == '\n') {
                KernelCommandLine line = KernelCommandLine.parse("cmdline", bytes);
                assertThat(line.parameters()).allMatch(p -> line.has(p.name()));
              } else {
                assertThatThrownBy(() -> KernelCommandLine.parse("cmdline", bytes))
                    .isInstanceOf(MalformedTextException.class);
              }
            });
  }
}
