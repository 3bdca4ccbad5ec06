package io.github.procfs4j.process;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The purpose of a mapping, as far as its name, inode and permissions show it. The kernel names the
 * heap, the main stack and its own mappings; everything else only has the name of its file.
 *
 * <p>A name can be misleading: a file in the root directory that is named {@code /memfd:x} counts
 * as shared memory.
 *
 * <p>For a JVM, the files that only a JVM maps are recognized. Its heap (except that of ZGC, which
 * is {@code memfd:java_heap}), metaspace, code cache, thread stacks and malloc arenas are all
 * anonymous and unnamed: JDK 25 names none of them. {@code jcmd PID System.map} distinguishes them.
 */
public enum MappingKind {
  /** {@code [heap]}: the area extended by brk(2), mostly used by malloc(3) for small objects. */
  HEAP,
  /** {@code [stack]}: the stack of the first thread; the stacks of other threads are anonymous. */
  STACK,
  /** Private memory without a file, named {@code [anon:...]} (Linux 5.17) or not at all. */
  ANONYMOUS,
  /** A file, mapped privately or shared: programs, libraries, data, and also device memory. */
  FILE,
  /** Shared memory without a file on disk: System V, POSIX, memfd, shared anonymous. */
  SHARED,
  /**
   * Recognized by name as belonging to a JVM: libjvm, the modules file, CDS archives, performance
   * data, and ZGC's heap.
   */
  JVM,
  /**
   * Mapped by the kernel into each process: {@code [vdso]}, {@code [vvar]} and similar mappings.
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

  /**
   * Names of memory that counts as anonymous if it is mapped privately, and as shared otherwise.
   */
  private static final List<String> SHARED_OR_ANONYMOUS =
      List.of("/dev/zero", "/anon_hugepage (deleted)");

  /**
   * The kind of a mapping.
   *
   * @param name the end of its line, possibly empty
   * @param permissions the permissions, such as {@code rw-p}; empty if the line of the mapping
   *     could not be read
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

  /** {@return the kind in lower case, as it is shown} */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
