package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.machine.CpuInfo.Field;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuInfoTest {
  private static final String X86 = "amd64-6.1-smp8-numa2/s0";

  /** All typed values of a processor. */
  private static final List<Function<Processor, Object>> TYPED =
      List.of(
          Processor::vendorId,
          Processor::cpuFamily,
          Processor::model,
          Processor::modelName,
          Processor::stepping,
          Processor::microcode,
          Processor::cpuKilohertz,
          Processor::cacheSize,
          Processor::physicalId,
          Processor::siblings,
          Processor::coreId,
          Processor::cpuCores,
          Processor::flags,
          Processor::bugs,
          Processor::physicalAddressBits,
          Processor::virtualAddressBits,
          Processor::cpuImplementer,
          Processor::cpuArchitecture,
          Processor::cpuVariant,
          Processor::cpuPart,
          Processor::cpuRevision,
          Processor::fdivBug,
          Processor::f00fBug,
          Processor::comaBug,
          Processor::bookId,
          Processor::drawerId,
          Processor::dedicated,
          Processor::address,
          Processor::machine,
          Processor::identification,
          Processor::revision,
          Processor::processorVersion,
          Processor::hart,
          Processor::isa,
          Processor::hartIsa,
          Processor::mmu,
          Processor::uarch,
          Processor::mvendorid,
          Processor::marchid,
          Processor::mimpid);

  private static CpuInfo parse(String text) {
    return CpuInfo.parse("/proc/cpuinfo", text.getBytes(UTF_8));
  }

  private static CpuInfo tree(String tree) {
    return CpuInfo.parse("cpuinfo", Corpus.bytes(tree, "cpuinfo"));
  }

  /** Made up. */
  private static Processor with(String line) {
    return parse("processor\t: 0\n" + line + "\n\n").processors().getFirst();
  }

  @Test
  void readsX86() {
    Processor cpu = tree(X86).processor(5).orElseThrow();
    assertThat(cpu.number()).isEqualTo(5);
    assertThat(cpu.vendorId()).contains("AuthenticAMD");
    assertThat(cpu.cpuFamily()).hasValue(15);
    assertThat(cpu.model()).hasValue(107);
    assertThat(cpu.modelName()).contains("QEMU TCG CPU version 2.5+");
    assertThat(cpu.stepping()).hasValue(1);
    assertThat(cpu.microcode()).hasValue(0x1000065);
    assertThat(cpu.cpuKilohertz()).hasValue(2_596_134);
    assertThat(cpu.cacheSize()).hasValue(512 * 1024);
    assertThat(cpu.physicalId()).hasValue(1);
    assertThat(cpu.siblings()).hasValue(4);
    assertThat(cpu.coreId()).hasValue(1);
    assertThat(cpu.cpuCores()).hasValue(4);
    assertThat(cpu.flags().orElseThrow())
        .startsWith("fpu", "de", "pse")
        .endsWith("vaes", "la57")
        .contains("avx2", "sse4_2")
        .doesNotContain("avx512f");
    assertThat(cpu.bugs().orElseThrow())
        .containsExactly(
            "fxsave_leak",
            "sysret_ss_attrs",
            "null_seg",
            "swapgs_fence",
            "amd_e400",
            "spectre_v1",
            "spectre_v2");
    assertThat(cpu.physicalAddressBits()).hasValue(40);
    assertThat(cpu.virtualAddressBits()).hasValue(57);
    assertThat(cpu.cpuImplementer()).isEmpty();
    assertThat(cpu.cpuArchitecture()).isEmpty();
    assertThat(cpu.value("TLB size")).contains("1024 4K pages");
    assertThat(cpu.value("power management")).contains("");
    assertThat(cpu.value("no such line")).isEmpty();
    assertThat(cpu).hasToString("cpu5 QEMU TCG CPU version 2.5+");
  }

  @Test
  void readsArm64() {
    CpuInfo info = tree("arm64-6.1-smp4/s0");
    assertThat(info.processors()).hasSize(4);
    assertThat(info.fields()).isEmpty();
    Processor cpu = info.processor(3).orElseThrow();
    assertThat(cpu.cpuImplementer()).hasValue(0);
    assertThat(cpu.cpuArchitecture()).contains("8");
    assertThat(cpu.cpuVariant()).hasValue(0);
    assertThat(cpu.cpuPart()).hasValue(0x51);
    assertThat(cpu.cpuRevision()).hasValue(0);
    assertThat(cpu.flags().orElseThrow())
        .startsWith("fp", "asimd")
        .endsWith("bti")
        .contains("sve2");
    assertThat(cpu.value("BogoMIPS")).contains("125.00");
    assertThat(cpu.vendorId()).isEmpty();
    assertThat(cpu.modelName()).isEmpty();
    assertThat(cpu.cpuKilohertz()).isEmpty();
    assertThat(cpu.cacheSize()).isEmpty();
    assertThat(cpu.bugs()).isEmpty();
    assertThat(cpu.physicalId()).isEmpty();
    assertThat(cpu.coreId()).isEmpty();
    assertThat(cpu.physicalAddressBits()).isEmpty();
    assertThat(cpu).hasToString("cpu3");
  }

  /** Made up after arch/ia64/kernel/setup.c of Linux 6.6: a number of s390x within a block. */
  @Test
  void aCpuNumberWithinABlockBeginsNoOther() {
    CpuInfo info =
        CpuInfo.parse(
            "cpuinfo",
            "processor  : 0\nvendor     : GenuineIntel\ncpu number : 0\ncpu MHz    : 1594.671\n\nprocessor  : 1\nvendor     : GenuineIntel\ncpu number : 0\n\n"
                .getBytes(UTF_8));
    assertThat(info.processors()).extracting(Processor::number).containsExactly(0, 1);
    assertThat(info.processors().getFirst().value("cpu MHz")).contains("1594.671");
  }

  @Test
  void tellsTheHexadecimalOfArmFromTheDecimal() {
    // An Arm Neoverse N1 r3p10, made up from its MIDR_EL1.
    Processor cpu =
        with("CPU implementer\t: 0x41\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 10");
    assertThat(cpu.cpuImplementer()).hasValue(0x41);
    assertThat(cpu.cpuVariant()).hasValue(3);
    assertThat(cpu.cpuPart()).hasValue(0xd0c);
    assertThat(cpu.cpuRevision()).hasValue(10);
  }

  @Test
  void readsI686() {
    CpuInfo info = tree("i686-6.1-smp2/s0");
    assertThat(info.processors()).extracting(Processor::number).containsExactly(0, 1);
    Processor cpu = info.processors().getFirst();
    assertThat(cpu.cpuFamily()).hasValue(6);
    assertThat(cpu.cpuKilohertz()).hasValue(2_592_181);
    assertThat(cpu.physicalAddressBits()).hasValue(36);
    // "0 bits virtual"
    assertThat(cpu.virtualAddressBits()).isEmpty();
    assertThat(cpu.fdivBug()).contains(false);
    assertThat(cpu.f00fBug()).contains(false);
    assertThat(cpu.comaBug()).contains(false);
    assertThat(cpu.value("fpu")).contains("yes");
    assertThat(tree(X86).processors().getFirst().fdivBug()).isEmpty();
    assertThat(with("fdiv_bug\t: yes").fdivBug()).contains(true);
    assertThat(with("f00f_bug\t: yes").f00fBug()).contains(true);
    assertThat(with("coma_bug\t: yes").comaBug()).contains(true);
  }

  @Test
  void keepsTheHeaderOfS390x() {
    CpuInfo info = tree("s390x-6.1-smp3/s0");
    assertThat(info.value("vendor_id")).contains("IBM/S390");
    assertThat(info.value("# processors")).contains("3");
    assertThat(info.value("features"))
        .contains("esan3 zarch stfle msa ldisp eimm etf3eh highgprs vx vxe vxe2");
    assertThat(info.value("processor 2"))
        .contains("version = 00,  identification = 200000,  machine = 8561");
    assertThat(info.fields()).hasSize(9);
    assertThat(info.processors()).extracting(Processor::number).containsExactly(0, 1, 2);
    Processor cpu = info.processor(2).orElseThrow();
    assertThat(cpu.drawerId()).hasValue(2);
    assertThat(cpu.bookId()).hasValue(2);
    assertThat(cpu.physicalId()).hasValue(2);
    assertThat(cpu.coreId()).hasValue(2);
    assertThat(cpu.address()).hasValue(2);
    assertThat(cpu.siblings()).hasValue(1);
    assertThat(cpu.cpuCores()).hasValue(1);
    assertThat(cpu.dedicated()).contains(false);
    assertThat(cpu.machine()).contains("8561");
    assertThat(cpu.identification()).contains("200000");
    assertThat(cpu.cpuKilohertz()).isEmpty();
    assertThat(cpu.fields()).hasSize(12);
    assertThat(info.features().orElseThrow())
        .startsWith("esan3", "zarch")
        .endsWith("vxe2")
        .hasSize(11);
    assertThat(info.timebaseHertz()).isEmpty();
    assertThat(tree(X86).features()).isEmpty();
  }

  @Test
  void readsTheFrequencyOfS390x() {
    CpuInfo info = tree("reported/s390x-z15-zvm");
    assertThat(info.processors()).extracting(Processor::number).containsExactly(0, 1);
    assertThat(info.processors().get(1).cpuKilohertz()).hasValue(5_200_000);
    assertThat(info.value("cache5"))
        .contains("level=4 type=Unified scope=Shared size=983040K line_size=256 associativity=60");
    assertThat(info.fields()).hasSize(14);
    assertThat(with("dedicated       : 1").dedicated()).contains(true);
  }

  /** All numbers differ, made up: in the corpus they are the same. */
  @Test
  void tellsTheIdsOfS390xApart() {
    Processor cpu =
        with(
            "physical id     : 1\ncore id         : 2\nbook id         : 3\ndrawer id       : 4"
                + "\naddress         : 5\nsiblings        : 6\ncpu cores       : 7");
    assertThat(cpu.physicalId()).hasValue(1);
    assertThat(cpu.coreId()).hasValue(2);
    assertThat(cpu.bookId()).hasValue(3);
    assertThat(cpu.drawerId()).hasValue(4);
    assertThat(cpu.address()).hasValue(5);
    assertThat(cpu.siblings()).hasValue(6);
    assertThat(cpu.cpuCores()).hasValue(7);
  }

  @Test
  void readsPpc64WithoutAHypervisor() {
    CpuInfo info = tree("reported/ppc64-power8-powernv");
    assertThat(info.processors())
        .hasSize(20)
        .extracting(Processor::number)
        .startsWith(0, 8, 16)
        .endsWith(152);
    Processor cpu = info.processor(24).orElseThrow();
    assertThat(cpu.modelName()).contains("POWER8E (raw), altivec supported");
    assertThat(cpu.cpuKilohertz()).hasValue(2_061_000);
    assertThat(cpu.revision()).contains("2.1 (pvr 004b 0201)");
    assertThat(cpu.processorVersion()).hasValue(0x004b_0201);
    assertThat(cpu.fields()).hasSize(4);
    assertThat(cpu).hasToString("cpu24 POWER8E (raw), altivec supported");
    assertThat(info.timebaseHertz()).hasValue(512_000_000);
    assertThat(info.value("platform")).contains("PowerNV");
    assertThat(info.value("firmware")).contains("OPAL v3");
    assertThat(info.fields()).hasSize(5);
  }

  @Test
  void readsPpc64UnderAHypervisor() {
    CpuInfo info = tree("reported/ppc64-power8-pseries");
    assertThat(info.processors()).hasSize(2);
    assertThat(info.processor(1).orElseThrow().cpuKilohertz()).hasValue(3_425_000);
    assertThat(info.value("MMU")).contains("Hash");
    assertThat(info.value("machine")).contains("CHRP IBM pSeries (emulated by qemu)");
    assertThat(info.timebaseHertz()).hasValue(512_000_000);
    assertThat(with("clock\t\t: 2233.123999MHz").cpuKilohertz()).hasValue(2_233_123);
  }

  @Test
  void readsRiscv() {
    CpuInfo info = tree("reported/riscv64-u74-6.6");
    assertThat(info.fields()).isEmpty();
    assertThat(info.processors()).hasSize(4);
    // The kernel's number is not the machine's.
    assertThat(info.processors().stream().map(cpu -> cpu.hart().orElseThrow()))
        .containsExactly(2L, 1L, 3L, 4L);
    Processor cpu = info.processor(3).orElseThrow();
    assertThat(cpu.isa()).contains("rv64imafdc_zicntr_zicsr_zifencei_zihpm_zba_zbb");
    assertThat(cpu.hartIsa()).isEmpty();
    assertThat(cpu.mmu()).contains("sv39");
    assertThat(cpu.uarch()).contains("sifive,u74-mc");
    assertThat(cpu.mvendorid()).hasValue(0x489);
    assertThat(cpu.marchid()).hasValue(0x8000_0000_0000_0007L);
    assertThat(cpu.mimpid()).hasValue(0x421_0427);
    assertThat(with("hart isa\t: rv64gc_zba").hartIsa()).contains("rv64gc_zba");
    assertThat(with("hart isa\t: rv64gc_zba").isa()).isEmpty();
  }

  @Test
  void readsLoongarch() {
    CpuInfo info = tree("reported/loongarch64-3a6000-6.6");
    assertThat(info.value("system type")).contains("generic-loongson-machine");
    assertThat(info.processors()).hasSize(8);
    Processor cpu = info.processor(5).orElseThrow();
    assertThat(cpu.physicalId()).hasValue(0);
    assertThat(cpu.coreId()).hasValue(2);
    assertThat(cpu.modelName()).contains("Loongson-3A6000-HV");
    assertThat(cpu.flags().orElseThrow()).startsWith("cpucfg", "lam").endsWith("lbt_mips");
    assertThat(cpu.value("Hardware Watchpoint")).contains("yes, iwatch count: 8, dwatch count: 4");
    // As spelled by Loongson's own kernels.
    assertThat(with("model name\t\t: Loongson-3A5000-HV").modelName())
        .contains("Loongson-3A5000-HV");
    assertThat(with("features\t\t: cpucfg lam").flags()).contains(Set.of("cpucfg", "lam"));
  }

  @Test
  void keepsWhatHasNoProcessorsAndWhatIsRepeated() {
    CpuInfo microblaze = tree("reported/microblaze-virtex5");
    assertThat(microblaze.processors()).isEmpty();
    assertThat(microblaze.value("CPU-Ver")).contains("7.10.d");
    CpuInfo arm = tree("reported/arm64-raspberrypi5-emulated");
    assertThat(arm.processors()).hasSize(2);
    assertThat(arm.value("Model")).contains("Raspberry Pi 5 Model B Rev 1.0");
    assertThat(arm.fields()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("io.github.procfs4j.machine.Corpus#cpuInfos")
  void losesNothingOfAnyTree(String tree) {
    CpuInfo info = tree(tree);
    String text = Corpus.text(tree, "cpuinfo");
    assertThat(info.text()).isEqualTo(text);
    List<Field> all = new ArrayList<>(info.fields());
    info.processors().forEach(p -> all.addAll(p.fields()));
    List<String> lines = text.lines().toList();
    assertThat(all).hasSize((int) lines.stream().filter(line -> !line.isEmpty()).count());
    for (Field field : all) {
      String line = lines.get(field.line() - 1);
      assertThat(line.substring(field.column() - 1).strip()).isEqualTo(field.value());
      assertThat(line.substring(0, field.column() - 1))
          .matches("\\Q" + field.name() + "\\E\\s*:\\s*");
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.procfs4j.machine.Corpus#trees")
  void numbersEveryProcessorAsTheKernelDoes(String tree) {
    List<Integer> online = new ArrayList<>();
    int cpus = Integer.parseInt(tree.replaceAll(".*smp(\\d+).*", "$1"));
    for (int n = 0; n < cpus; n++) {
      if (!(tree.endsWith("s2") && n == 1)) {
        online.add(n);
      }
    }
    CpuInfo info = tree(tree);
    assertThat(info.processors()).extracting(Processor::number).isEqualTo(online);
    for (int n = 0; n <= cpus; n++) {
      assertThat(info.processor(n).map(Processor::number))
          .isEqualTo(online.contains(n) ? Optional.of(n) : Optional.empty());
    }
  }

  @Test
  void keepsWhatFollowsTheProcessors() {
    // As the kernels of Raspberry Pi and ppc64 end the file; shortened.
    CpuInfo info =
        parse(
            """
            processor\t: 0
            CPU revision\t: 3

            processor\t: 1
            CPU revision\t: 3

            Revision\t: c03111
            Model\t\t: Raspberry Pi 4 Model B Rev 1.1
            """);
    assertThat(info.processors()).hasSize(2);
    assertThat(info.processor(1).orElseThrow().fields()).hasSize(2);
    assertThat(info.value("Model")).contains("Raspberry Pi 4 Model B Rev 1.1");
    assertThat(info.fields()).hasSize(2);
  }

  @Test
  void readsProcessorsThatNoEmptyLineSeparates() {
    // As old kernels of 32-bit ARM begin the file; shortened.
    CpuInfo info =
        parse(
            "Processor\t: ARMv7 Processor rev 0 (v7l)\nprocessor\t: 0\nprocessor\t: 1\n\nA : b\n");
    assertThat(info.processors()).hasSize(2);
    assertThat(info.fields()).extracting(Field::name).containsExactly("Processor", "A");
  }

  @Test
  void keepsArchitecturesWithoutProcessorBlocks() {
    // As sparc64 prints it; shortened.
    CpuInfo info = parse("cpu\t\t: UltraSparc T2 (Niagara2)\nncpus active\t: 64\n");
    assertThat(info.processors()).isEmpty();
    assertThat(info.value("ncpus active")).contains("64");
    assertThat(info.topology()).isEmpty();
  }

  @Test
  void keepsRepeatedLines() {
    Processor cpu = with("x : 1\nx : 2");
    assertThat(cpu.value("x")).contains("1");
    assertThat(cpu.fields()).extracting(Field::value).containsExactly("0", "1", "2");
  }

  @Test
  void whatTheKernelDoesNotKnowIsAbsent() {
    assertThat(with("stepping\t: unknown").stepping()).isEmpty();
    assertThat(with("cpu MHz\t\t: Unknown").cpuKilohertz()).isEmpty();
    assertThat(with("cpu MHz\t\t: 0.000").cpuKilohertz()).isEmpty();
    assertThat(with("address sizes\t: 0 bits physical, 0 bits virtual").physicalAddressBits())
        .isEmpty();
  }

  @Test
  void tellsAnEmptyLineFromNone() {
    assertThat(with("bugs\t\t:").bugs()).contains(Set.of());
    assertThat(with("flags\t\t:").bugs()).isEmpty();
  }

  @Test
  void readsLargeNumbers() {
    assertThat(with("microcode\t: 0xffffffff").microcode()).hasValue(0xffff_ffffL);
    assertThat(with("cache size\t: 4194304 KB").cacheSize()).hasValue(4L << 30);
    assertThat(with("cpu MHz\t\t: 4294967.295").cpuKilohertz()).hasValue(4_294_967_295L);
    assertThat(with("model\t\t: 2147483647").model()).hasValue(Integer.MAX_VALUE);
    assertThat(with("CPU part\t: 0x7fffffff").cpuPart()).hasValue(Integer.MAX_VALUE);
    assertThat(with("model\t\t: 0007").model()).hasValue(7);
  }

  @Test
  void aBadValueIsAnErrorOfThatValueOnly() {
    Processor cpu =
        parse("processor\t: 0\nmodel\t: six\nstepping\t: 3\n\n").processors().getFirst();
    assertThatThrownBy(cpu::model)
        .isInstanceOf(MalformedTextException.class)
        .hasMessage("/proc/cpuinfo:2:9: expected a decimal number of 31 bits, found «six»");
    assertThat(cpu.stepping()).hasValue(3);
    assertThat(cpu.value("model")).contains("six");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.0", "0x1", "1 2", "٣", "2147483648", "99999999999999"})
  void refusesWhatIsNotADecimalNumber(String value) {
    fails(() -> with("model : " + value).model(), value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "0x", "0x100000000", "0xg", "-0x1", "0X1"})
  void refusesWhatIsNotAHexadecimalNumber(String value) {
    fails(() -> with("microcode : " + value).microcode(), value);
    fails(() -> with("CPU part : " + value).cpuPart(), value);
  }

  @Test
  void refusesOtherForms() {
    for (String value : List.of("", "25", "2.5", "2.5000", "2,500", "-2.500", "2.500 MHz")) {
      fails(() -> with("cpu MHz : " + value).cpuKilohertz(), value);
    }
    for (String value : List.of("", "2233", "2233.0MHz", "2233.000000", "2233.0000000MHz")) {
      fails(() -> with("clock : " + value).cpuKilohertz(), value);
    }
    for (String value : List.of("", "2.1", "2.1 (pvr 4b 0201)", "2.1 (pvr 004b 0201) x")) {
      fails(() -> with("revision : " + value).processorVersion(), value);
    }
    for (String value : List.of("", "x", "-1", "1234567890123456789")) {
      fails(() -> with("hart : " + value).hart(), value);
    }
    for (String value : List.of("", "1", "0x", "0x10000000000000000", "0xg")) {
      fails(() -> with("marchid : " + value).marchid(), value);
    }
    for (String value : List.of("", "maybe", "YES", "yes no")) {
      fails(() -> with("fdiv_bug : " + value).fdivBug(), value);
    }
    for (String value : List.of("x", "-1", "1234567890123456789")) {
      assertThatThrownBy(() -> parse("timebase\t: " + value + "\n").timebaseHertz())
          .hasMessage(
              "/proc/cpuinfo:1:12: expected a decimal number of at most 18 digits, found «"
                  + value
                  + "»");
    }
    for (String value : List.of("", "512", "512KB", "512 MB", "-1 KB", "99999999999 KB")) {
      fails(() -> with("cache size : " + value).cacheSize(), value);
    }
    String sizes = "48 bits virtual, 46 bits physical";
    fails(() -> with("address sizes : " + sizes).physicalAddressBits(), sizes);
    fails(() -> with("CPU part : 0x80000000").cpuPart(), "0x80000000");
  }

  private static void fails(ThrowingCallable call, String found) {
    assertThatThrownBy(call)
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith("/proc/cpuinfo:2:")
        .hasMessageEndingWith(", found «" + (found.isEmpty() ? "end of line" : found) + "»");
  }

  @Test
  void saysWhichLineIsWrong() {
    assertThatThrownBy(() -> parse("processor : 0\n\nprocessor : 0\n\n"))
        .isInstanceOf(MalformedTextException.class)
        .hasMessage("/proc/cpuinfo:3:13: expected the number of another processor, found «0»");
    assertThatThrownBy(() -> parse("processor : 0\nwhat is this\n"))
        .hasMessage("/proc/cpuinfo:2:1: expected NAME : VALUE, found «what is this»");
    assertThatThrownBy(() -> parse("processor : 0\n : 1\n"))
        .hasMessage("/proc/cpuinfo:2:1: expected NAME : VALUE, found « : 1»");
    assertThatThrownBy(() -> parse("processor : -1\n"))
        .hasMessage("/proc/cpuinfo:1:13: expected a decimal number of 31 bits, found «-1»");
    assertThatThrownBy(() -> parse("\n")).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> parse("processor : 0\nmodel : 1"))
        .hasMessage("/proc/cpuinfo:2:10: expected a newline, found «end of text»");
  }

  static Stream<String> textsToCut() {
    return Stream.concat(Corpus.differentTrees(), Corpus.reported());
  }

  @ParameterizedTest
  @MethodSource("textsToCut")
  void aCutTextGivesNoWrongNumber(String tree) {
    byte[] text = Corpus.bytes(tree, "cpuinfo");
    CpuInfo whole = CpuInfo.parse("cpuinfo", text);
    for (int length = 0; length < text.length; length++) {
      byte[] cut = Arrays.copyOf(text, length);
      if (length == 0 || cut[length - 1] != '\n') {
        assertThat(isRefused(cut)).isTrue();
        continue;
      }
      for (Processor processor : CpuInfo.parse("cpuinfo", cut).processors()) {
        Processor same = whole.processor(processor.number()).orElseThrow();
        for (Function<Processor, Object> typed : TYPED) {
          assertThat(typed.apply(processor))
              .isIn(typed.apply(same), Optional.empty(), OptionalInt.empty(), OptionalLong.empty());
        }
      }
    }
  }

  private static boolean isRefused(byte[] text) {
    try {
      CpuInfo.parse("cpuinfo", text);
      return false;
    } catch (MalformedTextException e) {
      return true;
    }
  }

  @Test
  void isReadBelowARoot(@TempDir Path root) throws IOException {
    byte[] text = Corpus.bytes("s390x-6.1-smp3/s0", "cpuinfo");
    Files.write(root.resolve("cpuinfo"), text);
    CpuInfo info = CpuInfo.FILE.read(root);
    assertThat(info.processors()).hasSize(3);
    Files.write(root.resolve("cpuinfo"), Arrays.copyOf(text, text.length - 1));
    assertThatThrownBy(() -> CpuInfo.FILE.read(root))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith(root.resolve("cpuinfo") + ":");
  }

  @Test
  void survivesAnyBytes() {
    for (String tree :
        List.of(
            "amd64-6.1-smp1/s0",
            "arm64-6.1-smp4/s2",
            "s390x-6.1-smp3/s0",
            "reported/ppc64-power8-pseries",
            "reported/riscv64-u74-6.6")) {
      Corpus.spoilt(Corpus.bytes(tree, "cpuinfo")).forEach(CpuInfoTest::readEverything);
    }
  }

  private static void readEverything(byte[] text) {
    CpuInfo info;
    try {
      info = CpuInfo.parse("cpuinfo", text);
    } catch (MalformedTextException e) {
      assertThat(e).hasMessageStartingWith("cpuinfo:");
      return;
    }
    List<Function<CpuInfo, Object>> reads = new ArrayList<>();
    reads.add(CpuInfo::topology);
    reads.add(CpuInfo::timebaseHertz);
    reads.add(CpuInfo::features);
    for (Processor processor : info.processors()) {
      TYPED.forEach(typed -> reads.add(i -> typed.apply(processor)));
    }
    for (Function<CpuInfo, Object> read : reads) {
      try {
        assertThat(read.apply(info)).isNotNull();
      } catch (MalformedTextException e) {
        assertThat(e).hasMessageStartingWith("cpuinfo:");
      }
    }
  }

  /** Made up like the kernels of these architectures print it; none names its processors singly. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Processor : ARM926EJ-S rev 5 (v5l)|ARM926EJ-S rev 5 (v5l)
          cpu : UltraSparc T2 (Niagara2)|UltraSparc T2 (Niagara2)
          cpu model : EV56|EV56
          CPU: 68040|68040
          """)
  void theModelOfTheMachine(String line, String model) {
    CpuInfo info = CpuInfo.parse("cpuinfo", (line + "\nFeatures : swp half\n").getBytes(UTF_8));
    assertThat(info.modelName()).contains(model);
    assertThat(info.features()).contains(Set.of("swp", "half"));
  }

  @Test
  void theModelOfMips() {
    String text = "system type : A\nprocessor : 0\ncpu model : Broadcom4350 V7.5\n\n";
    assertThat(CpuInfo.parse("cpuinfo", text.getBytes(UTF_8)).processors().getFirst().modelName())
        .contains("Broadcom4350 V7.5");
  }
}
