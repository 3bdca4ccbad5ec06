package io.github.procfs4j.machine;

import io.github.procfs4j.machine.CpuInfo.Field;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.text.MalformedTextException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One processor of {@code /proc/cpuinfo}: a hardware thread, which the kernel elsewhere calls a
 * CPU.
 *
 * <p>A method returns an absent value if its line was not printed. Which lines there are depends on
 * architecture, kernel and processor: x86 lines are from {@code show_cpuinfo} in {@code
 * arch/x86/kernel/cpu/proc.c}, those of arm64 from {@code c_show} in {@code
 * arch/arm64/kernel/cpuinfo.c} (32-bit ARM: {@code arch/arm/kernel/setup.c}), those of s390x from
 * {@code arch/s390/kernel/processor.c}, of ppc64 from {@code arch/powerpc/kernel/setup-common.c},
 * of riscv from {@code arch/riscv/kernel/cpu.c}, of loongarch from {@code
 * arch/loongarch/kernel/proc.c}. All lines, with or without a method here, are in {@link #fields()}
 * and {@link #value}.
 *
 * <p>If a line exists but its value is not of the type that its method returns, the method throws a
 * {@link MalformedTextException} that names file, line and column.
 */
public final class Processor {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x([0-9a-f]{1,8})");
  private static final Pattern HEXADECIMAL_64 = Pattern.compile("0x([0-9a-f]{1,16})");
  private static final Pattern HART = Pattern.compile("[0-9]{1,18}");
  private static final Pattern YES_OR_NO = Pattern.compile("yes|no");
  private static final Pattern CLOCK = Pattern.compile("([0-9]{1,10})\\.([0-9]{3})[0-9]{3}MHz");
  private static final Pattern REVISION =
      Pattern.compile("[0-9]{1,5}\\.[0-9]{1,5} \\(pvr ([0-9a-f]{4}) ([0-9a-f]{4})\\)");
  private static final Pattern MHZ = Pattern.compile("([0-9]{1,10})\\.([0-9]{3})");
  private static final Pattern KB = Pattern.compile("([0-9]{1,10}) KB");
  private static final Pattern ADDRESS_SIZES =
      Pattern.compile("([0-9]{1,3}) bits physical, ([0-9]{1,3}) bits virtual");

  private final String file;
  private final int number;
  private final List<Field> fields;

  /** A block whose first line contains the number. */
  Processor(String file, List<Field> fields) {
    this.file = file;
    this.fields = List.copyOf(fields);
    this.number = decimal(fields.getFirst());
  }

  /**
   * {@return the number by which the kernel identifies this processor everywhere, such as N in
   * {@code cpuN}}
   */
  public int number() {
    return number;
  }

  /** {@return all lines, in the order of the file} */
  public List<Field> fields() {
    return fields;
  }

  /**
   * {@return the value of the first line with this name, as printed; names are the kernel's, like
   * "wp"}
   *
   * @param name the text before the colon, exactly as printed
   */
  public Optional<String> value(String name) {
    Objects.requireNonNull(name, "name");
    return CpuInfo.value(fields, name);
  }

  /**
   * {@return x86 "vendor_id": "GenuineIntel", "AuthenticAMD"; "unknown" where the processor has
   * none}
   */
  public Optional<String> vendorId() {
    return value("vendor_id");
  }

  /** {@return x86 "cpu family": 6 for most Intel processors, 25 (0x19) for AMD's Zen 3} */
  public OptionalInt cpuFamily() {
    return decimal("cpu family");
  }

  /** {@return x86 "model", which distinguishes the processors of one family} */
  public OptionalInt model() {
    return decimal("model");
  }

  /**
   * {@return the display name of the processor: "model name" of x86 and ARM, which arm64 prints
   * only for 32-bit programs; "cpu" of ppc64, such as "POWER9 (architected), altivec supported";
   * "Model Name" of loongarch, which Loongson's own kernels call "model name" too; "cpu model" of
   * mips}
   */
  public Optional<String> modelName() {
    return value("model name")
        .or(() -> value("Model Name"))
        .or(() -> value("cpu model"))
        .or(() -> value("cpu"));
  }

  /**
   * {@return x86 "stepping": the revision of the chip; also absent if the kernel prints "unknown"}
   */
  public OptionalInt stepping() {
    return isOneOf("stepping", "unknown") ? OptionalInt.empty() : decimal("stepping");
  }

  /**
   * {@return x86 "microcode": the revision of the microcode in use, 32 bits; absent if it is
   * unknown}
   */
  public OptionalLong microcode() {
    Optional<Field> field = field("microcode");
    return field.isEmpty() ? OptionalLong.empty() : OptionalLong.of(hexadecimal(field.get()));
  }

  /**
   * {@return the frequency in kHz: x86 "cpu MHz", which has three decimals; s390x "cpu MHz
   * dynamic", in whole MHz; ppc64 "clock", whose six decimals are truncated to three}
   *
   * <p>Not a constant. x86: where the kernel can, it prints the recent frequency, otherwise the one
   * that it requested, or the rate of the time stamp counter ({@code arch_freq_get_on_cpu}). Also
   * absent if the kernel prints "Unknown" or 0.000 because it knows none of these.
   */
  public OptionalLong cpuKilohertz() {
    if (isOneOf("cpu MHz", "Unknown", "0.000")) {
      return OptionalLong.empty();
    }
    Optional<Field> x86 = field("cpu MHz");
    if (x86.isPresent()) {
      return kilohertz(match(x86.get(), MHZ, "MHz with three decimals"));
    }
    Optional<Field> ppc = field("clock");
    if (ppc.isPresent()) {
      return kilohertz(match(ppc.get(), CLOCK, "MHz with six decimals, then MHz"));
    }
    OptionalInt s390x = decimal("cpu MHz dynamic");
    return s390x.isEmpty() ? OptionalLong.empty() : OptionalLong.of(s390x.getAsInt() * 1000L);
  }

  private static OptionalLong kilohertz(Matcher mhz) {
    return OptionalLong.of(Long.parseLong(mhz.group(1) + mhz.group(2)));
  }

  /**
   * {@return x86 "cache size", in bytes} Which cache this is depends on the processor: the last
   * level on Intel processors, the second level on AMD processors.
   */
  public OptionalLong cacheSize() {
    Optional<Field> field = field("cache size");
    if (field.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher kb = match(field.get(), KB, "a size in KB");
    return OptionalLong.of(Long.parseLong(kb.group(1)) * 1024);
  }

  /**
   * {@return "physical id": the package (socket) that the processor is in} x86: printed by kernels
   * with CONFIG_SMP; old ones omit it if a package has only one hardware thread. s390x: old kernels
   * omit it; different books and drawers use the same numbers. loongarch and mips call it
   * "package".
   */
  public OptionalInt physicalId() {
    OptionalInt id = decimal("physical id");
    return id.isPresent() ? id : decimal("package");
  }

  /**
   * {@return "siblings": the number of online processors in this package} Printed together with the
   * package.
   */
  public OptionalInt siblings() {
    return decimal("siblings");
  }

  /**
   * {@return "core id": the core that the processor is in; on x86, different packages use the same
   * numbers, and numbers may have gaps} Printed together with the package. loongarch and mips call
   * it "core".
   */
  public OptionalInt coreId() {
    OptionalInt id = decimal("core id");
    return id.isPresent() ? id : decimal("core");
  }

  /**
   * {@return "cpu cores": the number of online cores in this package} Printed together with the
   * package.
   */
  public OptionalInt cpuCores() {
    return decimal("cpu cores");
  }

  /**
   * {@return what the processor supports, under the kernel's names: x86 "flags" ({@code
   * arch/x86/include/asm/cpufeatures.h}), ARM and loongarch "Features"
   * (Documentation/arch/arm64/elf_hwcaps.rst), which Loongson's own kernels call "features"} s390x
   * prints it for the machine: {@link CpuInfo#features}; riscv prints it as one word: {@link #isa}.
   */
  public Optional<Set<String>> flags() {
    return words("flags").or(() -> words("Features")).or(() -> words("features"));
  }

  /**
   * {@return x86 "bugs": the known defects of the processor, whether the kernel works around them
   * or not}
   */
  public Optional<Set<String>> bugs() {
    return words("bugs");
  }

  /** {@return x86 "address sizes": the bits of a physical address} */
  public OptionalInt physicalAddressBits() {
    return addressBits(1);
  }

  /**
   * {@return x86 "address sizes": the bits of a virtual address; also absent if a 32-bit kernel
   * prints 0}
   */
  public OptionalInt virtualAddressBits() {
    return addressBits(2);
  }

  /** {@return ARM "CPU implementer": the manufacturer, from MIDR_EL1; 0x41 is Arm} */
  public OptionalInt cpuImplementer() {
    return hexadecimal("CPU implementer");
  }

  /**
   * {@return ARM "CPU architecture": always "8" on arm64; possibly with letters on 32-bit ARM, such
   * as "5TEJ"}
   */
  public Optional<String> cpuArchitecture() {
    return value("CPU architecture");
  }

  /** {@return ARM "CPU variant": the major revision, from MIDR_EL1: the r of "r1p3"} */
  public OptionalInt cpuVariant() {
    return hexadecimal("CPU variant");
  }

  /**
   * {@return ARM "CPU part": the processor model of this manufacturer, from MIDR_EL1; 0xd0c is
   * Arm's Neoverse N1}
   */
  public OptionalInt cpuPart() {
    return hexadecimal("CPU part");
  }

  /** {@return ARM "CPU revision": the minor revision, from MIDR_EL1: the p of "r1p3"} */
  public OptionalInt cpuRevision() {
    return decimal("CPU revision");
  }

  /**
   * {@return 32-bit x86 "fdiv_bug": whether it has the division bug of the first Pentium
   * processors}
   */
  public Optional<Boolean> fdivBug() {
    return yesOrNo("fdiv_bug");
  }

  /** {@return 32-bit x86 "f00f_bug": whether a single instruction of any program can halt it} */
  public Optional<Boolean> f00fBug() {
    return yesOrNo("f00f_bug");
  }

  /** {@return 32-bit x86 "coma_bug": whether it has the bug that halts some Cyrix processors} */
  public Optional<Boolean> comaBug() {
    return yesOrNo("coma_bug");
  }

  /**
   * {@return s390x "book id": the book that the package is in; different drawers use the same
   * numbers}
   */
  public OptionalInt bookId() {
    return decimal("book id");
  }

  /** {@return s390x "drawer id": the drawer that the book is in} */
  public OptionalInt drawerId() {
    return decimal("drawer id");
  }

  /**
   * {@return s390x "dedicated": whether the physical processor is dedicated to this logical
   * partition}
   */
  public Optional<Boolean> dedicated() {
    OptionalInt dedicated = decimal("dedicated");
    return dedicated.isEmpty() ? Optional.empty() : Optional.of(dedicated.getAsInt() != 0);
  }

  /**
   * {@return s390x "address": the number of this processor in the machine, which is not the
   * kernel's number}
   */
  public OptionalInt address() {
    return decimal("address");
  }

  /** {@return s390x "machine": the type of the machine; "8561" is a z15} */
  public Optional<String> machine() {
    return value("machine");
  }

  /**
   * {@return s390x "identification": six hexadecimal digits that identify the processor and the
   * machine}
   */
  public Optional<String> identification() {
    return value("identification");
  }

  /** {@return ppc64 "revision": the revision of the chip, such as "2.2 (pvr 004e 1202)"} */
  public Optional<String> revision() {
    return value("revision");
  }

  /**
   * {@return ppc64 "revision": the processor version register, 32 bits, whose upper half identifies
   * the kind of processor: 0x004e is POWER9}
   */
  public OptionalLong processorVersion() {
    Optional<Field> field = field("revision");
    if (field.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher pvr = match(field.get(), REVISION, "N.N (pvr NNNN NNNN)");
    return OptionalLong.of(Long.parseLong(pvr.group(1) + pvr.group(2), 16));
  }

  /**
   * {@return riscv "hart": the number of this processor in the machine, which is not the kernel's
   * number}
   */
  public OptionalLong hart() {
    Optional<Field> field = field("hart");
    if (field.isEmpty()) {
      return OptionalLong.empty();
    }
    match(field.get(), HART, "a decimal number of at most 18 digits");
    return OptionalLong.of(Long.parseLong(field.get().value()));
  }

  /**
   * {@return riscv "isa": what all processors of the machine support, such as "rv64imafdc_zicsr"}
   */
  public Optional<String> isa() {
    return value("isa");
  }

  /** {@return riscv "hart isa": what this processor supports} Since Linux 6.7. */
  public Optional<String> hartIsa() {
    return value("hart isa");
  }

  /** {@return riscv "mmu": its address translation mode: "sv39", "sv48", "sv57", "none"} */
  public Optional<String> mmu() {
    return value("mmu");
  }

  /**
   * {@return riscv "uarch": manufacturer and model, from the device tree, such as "sifive,u74-mc"}
   */
  public Optional<String> uarch() {
    return value("uarch");
  }

  /**
   * {@return riscv "mvendorid": the manufacturer, from the register; 0x489 is SiFive; older kernels
   * do not print it}
   */
  public OptionalLong mvendorid() {
    return hexadecimal64("mvendorid");
  }

  /**
   * {@return riscv "marchid": the microarchitecture, assigned by the manufacturer, from the
   * register, a 64-bit pattern; older kernels do not print it}
   */
  public OptionalLong marchid() {
    return hexadecimal64("marchid");
  }

  /**
   * {@return riscv "mimpid": the implementation of that microarchitecture, from the register, a
   * 64-bit pattern; older kernels do not print it}
   */
  public OptionalLong mimpid() {
    return hexadecimal64("mimpid");
  }

  /** The number and, if there is one, the name of the model. */
  @Override
  public String toString() {
    return Printable.line("cpu" + number + modelName().map(name -> " " + name).orElse(""));
  }

  private Optional<Field> field(String name) {
    return CpuInfo.field(fields, name);
  }

  private boolean isOneOf(String name, String... values) {
    return value(name).filter(Arrays.asList(values)::contains).isPresent();
  }

  private OptionalInt decimal(String name) {
    Optional<Field> field = field(name);
    return field.isEmpty() ? OptionalInt.empty() : OptionalInt.of(decimal(field.get()));
  }

  private int decimal(Field field) {
    String expected = "a decimal number of 31 bits";
    match(field, DECIMAL, expected);
    try {
      return Integer.parseInt(field.value());
    } catch (NumberFormatException tooLarge) {
      throw field.malformed(file, expected);
    }
  }

  private OptionalInt hexadecimal(String name) {
    Optional<Field> field = field(name);
    if (field.isEmpty()) {
      return OptionalInt.empty();
    }
    long value = hexadecimal(field.get());
    if (value > Integer.MAX_VALUE) {
      throw field.get().malformed(file, "a hexadecimal number of 31 bits");
    }
    return OptionalInt.of((int) value);
  }

  private long hexadecimal(Field field) {
    Matcher digits = match(field, HEXADECIMAL, "0x and a hexadecimal number of 32 bits");
    return Long.parseLong(digits.group(1), 16);
  }

  private OptionalLong hexadecimal64(String name) {
    Optional<Field> field = field(name);
    if (field.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher digits = match(field.get(), HEXADECIMAL_64, "0x and a hexadecimal number of 64 bits");
    return OptionalLong.of(Long.parseUnsignedLong(digits.group(1), 16));
  }

  private Optional<Boolean> yesOrNo(String name) {
    Optional<Field> field = field(name);
    if (field.isEmpty()) {
      return Optional.empty();
    }
    match(field.get(), YES_OR_NO, "yes or no");
    return Optional.of(field.get().value().equals("yes"));
  }

  private OptionalInt addressBits(int group) {
    Optional<Field> field = field("address sizes");
    if (field.isEmpty()) {
      return OptionalInt.empty();
    }
    Matcher sizes = match(field.get(), ADDRESS_SIZES, "N bits physical, N bits virtual");
    int bits = Integer.parseInt(sizes.group(group));
    return bits == 0 ? OptionalInt.empty() : OptionalInt.of(bits);
  }

  private Optional<Set<String>> words(String name) {
    return CpuInfo.words(fields, name);
  }

  private Matcher match(Field field, Pattern pattern, String expected) {
    Matcher matcher = pattern.matcher(field.value());
    if (!matcher.matches()) {
      throw field.malformed(file, expected);
    }
    return matcher;
  }
}
