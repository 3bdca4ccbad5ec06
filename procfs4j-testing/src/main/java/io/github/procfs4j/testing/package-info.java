/** What the tests of several modules need. */
@NullMarked
package io.github.procfs4j.testing;

import org.jspecify.annotations.NullMarked;
