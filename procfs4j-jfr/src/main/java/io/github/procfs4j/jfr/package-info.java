/** The tables of procfs as events of JDK Flight Recorder. */
@NullMarked
package io.github.procfs4j.jfr;

import org.jspecify.annotations.NullMarked;
