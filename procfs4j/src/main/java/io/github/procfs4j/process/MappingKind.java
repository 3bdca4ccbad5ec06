package io.github.procfs4j.process;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a mapping is for, as far as its name, its inode and its permissions tell. The kernel names
 * the heap, the main stack and what it maps itself; everything else it knows by its file alone.
 *
 * <p>A name can deceive: a file in the root directory that is really called {@code /memfd:x} counts
 * as shared memory.
 *
 * <p>Of a JVM, the files that only a JVM maps are told. Its heap (but that of ZGC, which is {@code
 * memfd:java_heap}), metaspace, code cache, thread stacks and malloc arenas are all anonymous and
 * nameless: JDK 25 names none of them. {@code jcmd PID System.map} tells them apart.
 */
public enum MappingKind {
  /** {@code [heap]}: what brk(2) has extended, mostly by malloc(3) for small objects. */
  HEAP,
  /** {@code [stack]}: the stack of the first thread; those of others are anonymous. */
  STACK,
  /** Private memory without a file, named {@code [anon:...]} (Linux 5.17) or not at all. */
  ANONYMOUS,
  /** A file, mapped privately or shared: programs, libraries, data; device memory, too. */
  FILE,
  /** Memory to be shared, without a file on a disk: System V, POSIX, memfd, shared anonymous. */
  SHARED,
  /**
   * What is a JVM's by its name: libjvm, its modules file, CDS archives, performance data, and
   * ZGC's heap.
   */
  JVM,
  /**
   * What the kernel maps into each process: {@code [vdso]}, {@code [vvar]} and similar mappings.
   */
  KERNEL,
  /** Unknown: its line could not be read. */
  UNKNOWN;

  private static final Pattern OF_JVM =
      Pattern.compile(
          "/memfd:java_heap .*|.*(/libjvm\\.so|/lib/modules|\\.jsa|/hsperfdata_[^/]+/\\d+)"
              + "( \\(deleted\\))?",
          Pattern.DOTALL);

  private static final List<String> SHARED_MEMORY =
      List.of("/memfd:", "/SYSV", "/dev/shm/", "[anon_shmem:");

  /** Private where it is mapped privately: then it is memory like any other. */
  private static final List<String> SHARED_OR_ANONYMOUS =
      List.of("/dev/zero", "/anon_hugepage (deleted)");

  /**
   * The kind of a mapping.
   *
   * @param name what stands at the end of its line, possibly nothing
   * @param permissions such as {@code rw-p}; empty if the line of the mapping could not be read
   */
  static MappingKind of(String name, String permissions) {
    if (permissions.isEmpty()) {
      return UNKNOWN;
    }
    if (name.equals("[heap]")) {
      return HEAP;
    }
    if (name.startsWith("[stack")) {
      return STACK;
    }
    if (OF_JVM.matcher(name).matches()) {
      return JVM;
    }
    if (startsWithAny(name, SHARED_MEMORY)) {
      return SHARED;
    }
    boolean isShared = permissions.endsWith("s");
    if (name.isEmpty() || name.startsWith("[anon") || startsWithAny(name, SHARED_OR_ANONYMOUS)) {
      return isShared ? SHARED : ANONYMOUS;
    }
    return name.startsWith("[") ? KERNEL : FILE;
  }

  private static boolean startsWithAny(String name, List<String> beginnings) {
    return beginnings.stream().anyMatch(name::startsWith);
  }

  /** The kind in lower case, as it is shown. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
