/** The threads of JVMs by their complete names: from prints that JVMs make on request. */
@NullMarked
package io.github.procfs4j.cli.jvm;

import org.jspecify.annotations.NullMarked;
