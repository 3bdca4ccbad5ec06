package io.github.procfs4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.io.Errno;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  /** Errors with different meanings, and others. */
  @ParameterizedTest
  @CsvSource({
    Errno.ENOENT + ", ABSENT",
    Errno.ENOTDIR + ", ABSENT",
    Errno.ESRCH + ", GONE",
    Errno.EACCES + ", DENIED",
    Errno.EPERM + ", DENIED",
    Errno.EINVAL + ", INVALID",
    Errno.EISDIR + ", INVALID",
    Errno.EFBIG + ", INVALID",
    Errno.FIFO + ", INVALID",
    Errno.DEVICE + ", INVALID",
    Errno.SOCKET + ", INVALID",
    Errno.EOPNOTSUPP + ", SWITCHED_OFF",
    Errno.EIO + ", FAILED",
    Errno.EXCHANGED + ", FAILED",
    Errno.OTHER + ", FAILED",
    Errno.EMFILE + ", NO_DESCRIPTOR",
    Errno.ENFILE + ", NO_DESCRIPTOR",
    "12345, FAILED",
  })
  void eachErrorHasItsOutcome(int errno, Outcome outcome) {
    assertThat(Outcome.of(errno)).isEqualTo(outcome);
  }
}
